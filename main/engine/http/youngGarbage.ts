import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes read between two collections: the buffers that may wait to be freed. */
const INTERVAL_BYTES = 4 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;

/**
 * Collects the short-lived buffers of a large body while it comes.
 *
 * TLS gives every 16 KiB record a buffer of its own outside the heap. They die at once, but V8 looks at its small young
 * generation only when that is full of *heap*, long after the bytes outside have made it begin full collections: some twenty
 * for 256 MiB, a third of the CPU time of the download (Node 24.21). A collection of the young generation alone costs
 * half a millisecond.
 */
export class YoungGarbage {
  #uncollected = 0;

  /** Bytes were read and are not needed any more. */
  add(bytes: number): void {
    this.#uncollected += bytes;
    if (this.#uncollected < INTERVAL_BYTES) return;
    this.#uncollected = 0;
    collect ??= exposed();
    collect({ type: 'minor' });
  }
}

let collect: Collect | undefined;

/** V8's own function: a flag shows it to contexts made from then on, so no script of ours or of a library sees it. */
function exposed(): Collect {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return gc;
}
