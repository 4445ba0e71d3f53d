import { useState } from 'react';
import type { Exchange, ResponseBody } from '#core/http/exchange.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { kindOfBody } from './bodyText.ts';
import { BodyView } from './BodyView.tsx';
import { PartBar } from './PartBar.tsx';
import { responseOf } from './responseOf.ts';
import { useBody } from './useBody.ts';

/** Shown in one piece up to this many bytes. Beyond it an editor with its line table is felt. */
const WHOLE_BYTES = 2_000_000;
/** A part of a longer body: some thousand lines, read in a few milliseconds. */
const PART_BYTES = 256 * 1024;

/** The decoded body, whole or a part at a time. */
export function BodyTab({ exchange }: { readonly exchange: Exchange }) {
  const response = responseOf(exchange);
  if (response === undefined) return null;
  if (response.body.bytes === 0) {
    const asked = exchange.request.method === 'HEAD' ? ' A HEAD request asks for none.' : '';
    return (
      <EmptyState title="No body">
        The server answered {response.status} with headers only.{asked}
      </EmptyState>
    );
  }
  return <Kept key={response.body.ref} body={response.body} name={nameOf(exchange, response.body)} />;
}

function Kept({ body, name }: { readonly body: ResponseBody; readonly name: string }) {
  const isWhole = body.bytes <= WHOLE_BYTES;
  const [from, setFrom] = useState(0);
  const to = isWhole ? body.bytes : Math.min(body.bytes, from + PART_BYTES);
  const part = useBody(body.ref, from, to);
  return (
    <>
      {part.status === 'loading' ? <Skeleton label="Reading the body" lines={6} /> : null}
      {part.status === 'failed' ? (
        <ErrorState title={part.reason === 'gone' ? 'The body is no longer kept' : 'The body could not be read'}>
          {part.reason === 'gone'
            ? 'It was deleted, with its exchange or from the profile folder. Everything else is still shown here.'
            : 'The file could not be read. Opening the exchange again tries once more.'}
        </ErrorState>
      ) : null}
      {part.status === 'ready' ? (
        <BodyView
          body={body}
          bytes={part.bytes}
          from={part.from}
          name={name}
          kind={kindOfBody(body, part.bytes.subarray(0, 4096))}
        />
      ) : null}
      {isWhole ? null : <PartBar from={from} to={to} step={PART_BYTES} total={body.bytes} onMove={setFrom} />}
    </>
  );
}

/** A file name for 'Save as…': the last part of the path, with an ending that says what it is. */
function nameOf({ request }: Exchange, body: ResponseBody): string {
  const path = request.url.split(/[?#]/)[0] ?? '';
  const last =
    path
      .split('/')
      .slice(3)
      .findLast((part) => part !== '') ?? '';
  const clean = last.replace(/[^\w.-]+/g, '_').slice(0, 100);
  const ending = /(json|xml|html|css|csv|pdf|png|jpeg|gif|svg|plain)$/.exec(body.mediaType ?? '')?.[1] ?? 'bin';
  return /\.\w+$/.test(clean) ? clean : `${clean === '' ? 'body' : clean}.${ending === 'plain' ? 'txt' : ending}`;
}
