import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Suggestion } from '#core/query/suggest.ts';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import field from './Field.module.css';
import styles from './QueryField.module.css';

interface QueryFieldProps {
  /** Accessible name; the placeholder unless told. */
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What may stand at the cursor. */
  readonly suggest: (text: string, cursor: number) => readonly Suggestion[];
  /** What was not understood, a sentence each. */
  readonly problems?: readonly string[];
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly className?: string | undefined;
}

/**
 * A field that finds by words of a language, which it offers below: arrows choose one, Enter or Tab takes it. Esc closes the
 * list, and then empties the field.
 */
export function QueryField({
  label,
  placeholder = label,
  value,
  onChange,
  suggest,
  problems = [],
  ...props
}: QueryFieldProps) {
  const { inputRef, className } = props;
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [cursor, setCursor] = useState(value.length);
  const wantedCursor = useRef<number>(undefined);
  const id = useId();
  const offered = isOpen ? suggest(value, Math.min(cursor, value.length)) : [];
  const chosen = offered[active];

  const change = (text: string, at: number): void => {
    setCursor(at);
    setActive(-1);
    setOpen(true);
    onChange(text);
  };
  const take = ({ taken }: Suggestion): void => {
    wantedCursor.current = taken.cursor;
    change(taken.text, taken.cursor);
  };
  const keyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      setOpen(true);
      // One more place than there are words: the field itself.
      setActive(((active + 1 + step + offered.length + 1) % (offered.length + 1)) - 1);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen);
    else if (event.key === 'Escape' && offered.length > 0) setOpen(false);
    else if (event.key === 'Escape' && value !== '') change('', 0);
    else return;
    event.preventDefault();
  };
  const followCursor = (): void => {
    setCursor(inputRef.current?.selectionStart ?? value.length);
  };

  return (
    <div className={classes(styles['query'], value === '' && field['empty'], className)} role="search">
      <div className={field['field']} data-invalid={problems.length > 0 || undefined}>
        <Icon name="search" size={14} />
        <input
          ref={(element) => {
            inputRef.current = element;
            // React puts the cursor behind a value it sets; it belongs behind the word that was taken.
            if (element === null || wantedCursor.current === undefined) return;
            element.setSelectionRange(wantedCursor.current, wantedCursor.current);
            wantedCursor.current = undefined;
          }}
          className={field['input']}
          role="combobox"
          aria-label={label}
          aria-expanded={offered.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-invalid={problems.length > 0}
          {...(chosen === undefined ? {} : { 'aria-activedescendant': `${id}-${String(active)}` })}
          {...(problems.length === 0 ? {} : { 'aria-describedby': `${id}-problem` })}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={(event) => {
            change(event.target.value, event.target.selectionStart ?? event.target.value.length);
          }}
          onKeyDown={keyDown}
          onSelect={followCursor}
          onFocus={() => {
            setOpen(true);
          }}
          onBlur={() => {
            setOpen(false);
            setActive(-1);
          }}
        />
        <button
          type="button"
          className={field['clear']}
          aria-label="Clear"
          tabIndex={value === '' ? -1 : 0}
          onClick={() => {
            change('', 0);
            inputRef.current?.focus();
          }}
        >
          <Icon name="close" size={12} />
        </button>
      </div>
      <div className={styles['below']}>
        {problems.length === 0 ? null : (
          <p id={`${id}-problem`} className={styles['problem']} role="status">
            {problems.join(' ')}
          </p>
        )}
        <ul id={`${id}-list`} role="listbox" aria-label="Words to find by" hidden={offered.length === 0}>
          {offered.map((suggestion, index) => (
            <li
              key={suggestion.text}
              id={`${id}-${String(index)}`}
              role="option"
              aria-selected={index === active}
              className={classes(styles['option'], index === active && styles['active'])}
              onPointerDown={(event) => {
                // The field keeps the focus.
                event.preventDefault();
                take(suggestion);
              }}
            >
              <code>{suggestion.text}</code>
              <span>{suggestion.help}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
