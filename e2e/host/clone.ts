/*
 * Values between the main process and the page travel as text (CDP carries JSON). These two functions carry what the
 * structured clone algorithm carries, cycles included. Their text is also sent into the page, so each stands alone:
 * neither may use anything from outside its own body but its parameters and the language.
 */

/** Bytes to and from base64: Buffer in Node, Uint8Array.fromBase64 in the page. */
export interface Base64 {
  readonly encode: (bytes: Uint8Array) => string;
  readonly decode: (text: string) => Uint8Array;
}

/**
 * The text of a value.
 *
 * Strings, booleans, null and ordinary numbers stand for themselves, everything else is `[index]` of a heap.
 *
 * @throws DataCloneError for what cannot be cloned (functions, promises, symbols), as Electron's ipc does
 */
export function encodeClone(value: unknown, base64: Base64): string {
  const heap: unknown[] = [];
  const seen = new Map<unknown, number>();
  const plain = (it: unknown) =>
    it === null || typeof it === 'string' || typeof it === 'boolean' || (Number.isFinite(it) && !Object.is(it, -0));
  const visit = (it: unknown): unknown => {
    if (plain(it)) return it;
    if (typeof it === 'function' || typeof it === 'symbol' || it instanceof Promise) {
      throw new DOMException('An object could not be cloned.', 'DataCloneError');
    }
    const known = seen.get(it);
    if (known !== undefined) return [known];
    const at = heap.push(undefined) - 1;
    seen.set(it, at);
    heap[at] = describe(it);
    return [at];
  };
  const describe = (it: unknown): unknown => {
    if (it === undefined) return { t: 'undefined' };
    if (typeof it === 'number') return { t: 'number', v: Object.is(it, -0) ? '-0' : String(it) };
    if (typeof it === 'bigint') return { t: 'bigint', v: String(it) };
    if (Array.isArray(it)) return { t: 'array', v: Array.from(it, visit) };
    if (it instanceof Date) return { t: 'date', v: it.getTime() };
    if (it instanceof RegExp) return { t: 'regexp', v: [it.source, it.flags] };
    if (it instanceof Map) return { t: 'map', v: [...it].map(([key, item]) => [visit(key), visit(item)]) };
    if (it instanceof Set) return { t: 'set', v: [...it].map(visit) };
    if (it instanceof Error) return { t: 'error', v: [it.name, it.message, it.stack ?? ''] };
    if (it instanceof ArrayBuffer) return { t: 'ArrayBuffer', v: base64.encode(new Uint8Array(it)) };
    if (ArrayBuffer.isView(it)) {
      const bytes = new Uint8Array(it.buffer, it.byteOffset, it.byteLength);
      // Node's Buffer arrives as what it is made of, as in Electron.
      const name = it instanceof Uint8Array ? 'Uint8Array' : it.constructor.name;
      return { t: 'view', n: name, v: base64.encode(bytes) };
    }
    const entries = Object.keys(it as object).map((key) => [key, visit((it as Record<string, unknown>)[key])]);
    return { t: 'object', v: entries };
  };
  const root = visit(value);
  return JSON.stringify({ root, heap });
}

/** The value of a text made by encodeClone. */
export function decodeClone(text: string, base64: Base64): unknown {
  interface Node {
    readonly t: string;
    readonly n?: string;
    readonly v?: unknown;
  }
  const { root, heap } = JSON.parse(text) as { root: unknown; heap: readonly Node[] };
  const made = new Map<number, unknown>();
  const visit = (it: unknown): unknown => {
    if (!Array.isArray(it)) return it;
    const at = it[0] as number;
    if (!made.has(at)) build(at, heap[at] ?? { t: 'undefined' });
    return made.get(at);
  };
  const build = (at: number, { t, n, v }: Node): void => {
    const list = (Array.isArray(v) ? v : []) as unknown[];
    const pairs = list as [unknown, unknown][];
    const keep = <T>(it: T): T => {
      made.set(at, it);
      return it;
    };
    if (t === 'undefined') keep(undefined);
    else if (t === 'number') keep(Number(v));
    else if (t === 'bigint') keep(BigInt(v as string));
    else if (t === 'date') keep(new Date((v ?? NaN) as number));
    else if (t === 'regexp') keep(new RegExp(list[0] as string, list[1] as string));
    else if (t === 'ArrayBuffer') keep(base64.decode(v as string).slice().buffer);
    else if (t === 'view') keep(view(n ?? 'Uint8Array', base64.decode(v as string)));
    else if (t === 'error') {
      const [name, message, stack] = list as [string, string, string];
      keep(Object.assign(new Error(message), { name, stack }));
    } else if (t === 'array') {
      const items = keep<unknown[]>([]);
      for (const item of list) items.push(visit(item));
    } else if (t === 'map') {
      const items = keep(new Map<unknown, unknown>());
      for (const [key, item] of pairs) items.set(visit(key), visit(item));
    } else if (t === 'set') {
      const items = keep(new Set<unknown>());
      for (const item of list) items.add(visit(item));
    } else {
      const object = keep<Record<string, unknown>>({});
      for (const [key, item] of pairs) {
        // Not by assignment: '__proto__' is an ordinary name here.
        const property = { value: visit(item), writable: true, enumerable: true, configurable: true };
        Object.defineProperty(object, key as string, property);
      }
    }
  };
  const view = (name: string, bytes: Uint8Array): unknown => {
    if (name === 'Uint8Array') return bytes;
    const make = (globalThis as unknown as Record<string, new (buffer: ArrayBufferLike) => unknown>)[name];
    return make === undefined ? bytes : new make(bytes.slice().buffer);
  };
  return visit(root);
}

/** For use in Node. */
export const nodeBase64: Base64 = {
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
};
