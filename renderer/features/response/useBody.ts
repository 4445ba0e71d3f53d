import { useEffect, useState } from 'react';

/** A part of a kept body. */
export type BodyPart =
  | { readonly status: 'loading' }
  /** `from`: where the bytes begin. While another part is being read, this is still the last one. */
  | { readonly status: 'ready'; readonly from: number; readonly bytes: Uint8Array }
  | { readonly status: 'failed'; readonly reason: 'gone' | 'unreadable' };

/**
 * Bytes of a body that is kept in history. Bodies stay with the main process; the window asks for ranges (RFC 9110 §14).
 *
 * @param from first byte
 * @param to   the byte after the last one
 */
export function useBody(ref: string, from: number, to: number): BodyPart {
  const [loaded, setLoaded] = useState<{ readonly ref: string; readonly part: BodyPart }>();
  useEffect(() => {
    const stop = new AbortController();
    readBody(ref, from, to, stop.signal)
      .then((part) => {
        // What comes for a part that is no longer wanted must not take the place of the one that is.
        if (!stop.signal.aborted) setLoaded({ ref, part });
      })
      .catch(() => {
        if (!stop.signal.aborted) setLoaded({ ref, part: { status: 'failed', reason: 'unreadable' } });
      });
    return () => {
      stop.abort();
    };
  }, [ref, from, to]);
  return loaded?.ref === ref ? loaded.part : { status: 'loading' };
}

async function readBody(ref: string, from: number, to: number, signal: AbortSignal): Promise<BodyPart> {
  if (to <= from) return { status: 'ready', from, bytes: new Uint8Array() };
  const headers = { Range: `bytes=${String(from)}-${String(to - 1)}` };
  const answer = await fetch(`/_body/${ref}`, { headers, signal });
  if (!answer.ok) return { status: 'failed', reason: answer.status === 404 ? 'gone' : 'unreadable' };
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // Whoever ignores the range sends all of it (RFC 9110 §14.2 allows that).
  return { status: 'ready', from, bytes: answer.status === 206 ? bytes : bytes.subarray(from, to) };
}
