import { useEffect, useRef, useState } from 'react';
import { send, setUrl } from '#renderer/state/exchange.ts';
import type { Draft } from '#renderer/state/draft.ts';
import { splitUrl } from './pathLabel.ts';
import styles from './AddressField.module.css';

/** The address. While it is not being edited its host is set in bold: that is what the verdict is about. */
export function AddressField({ draft }: { readonly draft: Draft }) {
  const input = useRef<HTMLInputElement>(null);
  const [isFocused, setFocused] = useState(false);
  const { before, host, after } = splitUrl(draft.url);

  useEffect(() => {
    // A new tab is opened to type an address.
    if (draft.url === '') input.current?.focus();
    // Only when another tab comes to the front, not when its address is emptied.
  }, [draft.id]);

  return (
    <div className={styles['field']}>
      <input
        ref={input}
        data-address=""
        className={styles['input']}
        data-told={!isFocused || undefined}
        aria-label="Address"
        type="text"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="Type or paste an address"
        value={draft.url}
        onChange={(event) => {
          setUrl(draft.id, event.target.value);
        }}
        onFocus={() => {
          setFocused(true);
        }}
        onBlur={() => {
          setFocused(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && draft.url.trim() !== '') void send(draft.id);
        }}
      />
      {isFocused ? null : (
        <div className={styles['told']} aria-hidden="true">
          {before}
          <b>{host}</b>
          <span>{after}</span>
        </div>
      )}
    </div>
  );
}
