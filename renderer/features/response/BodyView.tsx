import { useRef, useState } from 'react';
import type { ResponseBody } from '#core/http/exchange.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';
import { CodeEditor, type CodeHandle } from '#renderer/ui/CodeEditor.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { indentJson } from '#renderer/ui/indentJson.ts';
import { Segments } from '#renderer/ui/Segments.tsx';
import { textOfPart, type BodyKind } from './bodyText.ts';
import { FindInBody } from './FindInBody.tsx';
import { HexView } from './HexView.tsx';
import { SizeLine } from './SizeLine.tsx';
import styles from './BodyView.module.css';

type View = 'pretty' | 'raw' | 'hex';

interface BodyViewProps {
  readonly body: ResponseBody;
  readonly bytes: Uint8Array;
  /** Where `bytes` begin. */
  readonly from: number;
  readonly kind: BodyKind;
  /** Suggested file name. */
  readonly name: string;
}

/** Bytes of a body in the view that was chosen: JSON set out, text as it came, or hex. */
export function BodyView({ body, bytes, from, kind, name }: BodyViewProps) {
  const [chosen, setChosen] = useState<View>();
  const isWhole = bytes.length === body.bytes;
  const text = textOfPart(bytes, kind.charset, isWhole ? 'whole' : from === 0 ? 'from the start' : 'inside');
  const pretty = kind.kind === 'json' && isWhole ? indentJson(text) : undefined;
  const views: readonly View[] = [...(pretty === undefined ? [] : (['pretty'] as const)), 'raw', 'hex'];
  const usual = kind.kind === 'binary' ? 'hex' : (views[0] ?? 'raw');
  const view = chosen !== undefined && views.includes(chosen) ? chosen : usual;
  const shown = view === 'pretty' && pretty !== undefined ? pretty : text;
  const editor = useRef<CodeHandle>(null);

  return (
    <div className={styles['view']}>
      <div className={styles['tools']}>
        <Segments
          label="View of the body"
          options={views.map((id) => ({ id, label: labels[id] }))}
          value={view}
          onChange={setChosen}
        />
        {view === 'hex' ? (
          <span className={styles['space']} />
        ) : (
          <FindInBody editor={editor} shown={shown} isWhole={isWhole} />
        )}
        <CopyButton text={shown} label={isWhole ? 'Copy the body' : 'Copy this part'} />
        <IconButton icon="download" label="Save as…" onPress={() => void save(body, name)} />
      </div>
      <SizeLine body={body} kind={kind} isWhole={isWhole} />
      {view === 'hex' ? (
        <HexView bytes={bytes} from={from} />
      ) : (
        <CodeEditor
          key={view}
          label="Response body"
          value={shown}
          language={kind.kind === 'json' ? 'json' : 'text'}
          handle={editor}
        />
      )}
    </div>
  );
}

const labels: Readonly<Record<View, string>> = { pretty: 'Pretty', raw: 'Raw', hex: 'Hex' };

async function save({ ref }: ResponseBody, suggestedName: string): Promise<void> {
  const result = await call('file.saveBody', { ref, suggestedName });
  if (!result.ok)
    notify(result.error.kind === 'not-found' ? 'The body is no longer kept' : 'The body could not be saved');
  else if (result.value.path !== undefined) notify(`Saved as ${result.value.path}`);
}
