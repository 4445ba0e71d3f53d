/** A part of one side's bytes. */
export interface ByteRun {
  readonly from: number;
  readonly to: number;
  /** 'equal': the other side has the same bytes, in the same order of parts. */
  readonly kind: 'equal' | 'differs';
}

export interface ByteMap {
  readonly a: readonly ByteRun[];
  readonly b: readonly ByteRun[];
}

/** Shorter runs of equal bytes are chance: two certificates share lengths, tags and zeros everywhere. */
const MIN_RUN = 8;
/** Places of one key that are tried; a certificate filled with one byte has thousands. */
const MAX_PLACES = 16;

/**
 * Where the bytes of two certificates agree, as parts from the start to the end of each.
 *
 * Longest run first at each place, going through both once: not the smallest difference there is, but what a person sees.
 */
export function byteMap(a: Uint8Array, b: Uint8Array): ByteMap {
  const places = placesOf(a);
  const equalA: [number, number][] = [];
  const equalB: [number, number][] = [];
  let doneA = 0;
  for (let at = 0; at + MIN_RUN <= b.length;) {
    const run = longestRun(a, b, at, doneA, places.get(keyAt(b, at)) ?? []);
    if (run === undefined) {
      at += 1;
      continue;
    }
    equalA.push([run.from, run.from + run.length]);
    equalB.push([at, at + run.length]);
    doneA = run.from + run.length;
    at += run.length;
  }
  return { a: runsOf(equalA, a.length), b: runsOf(equalB, b.length) };
}

function placesOf(bytes: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  for (let at = 0; at + MIN_RUN <= bytes.length; at++) {
    const key = keyAt(bytes, at);
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else if (known.length < MAX_PLACES) known.push(at);
  }
  return places;
}

/** The first six of eight bytes: what a number holds exactly. Whether the other two agree is seen when the run is measured. */
function keyAt(bytes: Uint8Array, at: number): number {
  let key = 0;
  for (let index = at; index < at + 6; index++) key = key * 256 + (bytes[index] ?? 0);
  return key;
}

function longestRun(a: Uint8Array, b: Uint8Array, at: number, doneA: number, places: readonly number[]) {
  let best: { readonly from: number; readonly length: number } | undefined;
  for (const from of places) {
    if (from < doneA) continue;
    let length = 0;
    while (from + length < a.length && at + length < b.length && a[from + length] === b[at + length]) length += 1;
    if (length >= MIN_RUN && length > (best?.length ?? 0)) best = { from, length };
  }
  return best;
}

function runsOf(equal: readonly (readonly [number, number])[], length: number): readonly ByteRun[] {
  const runs: ByteRun[] = [];
  let at = 0;
  for (const [from, to] of equal) {
    if (from > at) runs.push({ from: at, to: from, kind: 'differs' });
    runs.push({ from, to, kind: 'equal' });
    at = to;
  }
  if (at < length) runs.push({ from: at, to: length, kind: 'differs' });
  return runs;
}
