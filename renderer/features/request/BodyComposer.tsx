import { isJson, parseMediaType } from '#core/http/media.ts';
import { setBody, setHeaders } from '#renderer/state/exchange.ts';
import type { Draft } from '#renderer/state/draft.ts';
import { newId } from '#renderer/state/uuid.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CodeEditor } from '#renderer/ui/CodeEditor.tsx';
import { formatBytes } from '#core/format.ts';
import { indentJson } from '#renderer/ui/indentJson.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { bodyKind, contentTypeOf } from './bodyKind.ts';
import styles from './BodyComposer.module.css';

/** The body as text. Sent as UTF-8, exactly as it stands. */
export function BodyComposer({ draft }: { readonly draft: Draft }) {
  const kind = bodyKind(draft);
  return (
    <div className={styles['body']}>
      <CodeEditor
        label="Request body"
        value={draft.body}
        language={kind === 'JSON' ? 'json' : 'text'}
        hint="Text that is sent with the request"
        onChange={(body) => {
          if (body !== draft.body) setBody(draft.id, body);
        }}
      />
      <BodyFoot draft={draft} kind={kind} />
    </div>
  );
}

function BodyFoot({ draft, kind }: { readonly draft: Draft; readonly kind: string | undefined }) {
  if (draft.unloadedBody !== undefined) {
    return (
      <p className={styles['foot']}>
        The body of {formatBytes(draft.unloadedBody)} that was sent is kept in the history, but not loaded here. Sending
        again sends none.
      </p>
    );
  }
  if (draft.body === '') return null;
  const type = shownType(draft);
  return (
    <div className={styles['foot']}>
      <span>{formatBytes(new TextEncoder().encode(draft.body).byteLength)}</span>
      {type !== undefined ? (
        <span>Content-Type {type}</span>
      ) : kind === 'JSON' ? (
        <span>
          Sent as text/plain.{' '}
          <LinkButton
            onPress={() => {
              const row = { id: newId(), isOn: true, name: 'Content-Type', value: 'application/json' };
              setHeaders(draft.id, [...draft.headers, row]);
            }}
          >
            Send as application/json
          </LinkButton>
        </span>
      ) : (
        <span>Sent as text/plain</span>
      )}
      {kind === 'JSON' ? <Format draft={draft} /> : null}
    </div>
  );
}

function Format({ draft }: { readonly draft: Draft }) {
  const formatted = indentJson(draft.body);
  return (
    <Button
      variant="quiet"
      size="small"
      className={styles['format']}
      isDisabled={formatted === undefined}
      why="This is not valid JSON yet"
      onPress={() => {
        if (formatted !== undefined) setBody(draft.id, formatted);
      }}
    >
      Format
    </Button>
  );
}

function shownType(draft: Draft): string | undefined {
  const value = contentTypeOf(draft.headers);
  return value === undefined || isJson(parseMediaType(value).mediaType) ? parseMediaType(value).mediaType : value;
}
