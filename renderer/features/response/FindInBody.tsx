import { useEffect, useRef, useState } from 'react';
import type { CodeHandle, Matches } from '#renderer/ui/CodeEditor.tsx';
import { formatCount } from '#core/format.ts';
import { SearchField } from '#renderer/ui/SearchField.tsx';
import { useFindKey } from '#renderer/ui/useFindKey.ts';
import styles from './BodyView.module.css';

interface FindInBodyProps {
  readonly editor: { readonly current: CodeHandle | null };
  readonly shown: string;
  readonly isWhole: boolean;
}

/** Finds in what is shown. Enter goes on, Shift Enter back; Ctrl F comes here. */
export function FindInBody({ editor, shown, isWhole }: FindInBodyProps) {
  const [text, setText] = useState('');
  const [matches, setMatches] = useState<Matches>({ current: 0, total: 0 });
  const input = useRef<HTMLInputElement>(null);

  useFindKey(input);

  // Another text was put into the editor: what was counted was counted in the old one.
  useEffect(() => {
    // The editor comes after this field in the page: its own effects must have run.
    const frame = requestAnimationFrame(() => {
      setMatches(editor.current?.find(text) ?? { current: 0, total: 0 });
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [editor, text, shown]);

  return (
    <>
      <SearchField
        label={isWhole ? 'Find in body' : 'Find in this part'}
        value={text}
        onChange={setText}
        inputRef={input}
        className={styles['find']}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || text === '') return;
          setMatches(editor.current?.step(event.shiftKey ? 'previous' : 'next') ?? matches);
        }}
      />
      <span className={styles['matches']} role="status">
        {text === ''
          ? ''
          : matches.total === 0
            ? 'not found'
            : `${formatCount(matches.current)} of ${formatCount(matches.total)}`}
      </span>
    </>
  );
}
