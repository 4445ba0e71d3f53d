/** Gives back the cheapest first; of those that cost the same, the one put in first. A binary heap: O(log n) each way. */
export class Heap<T> {
  readonly #entries: Entry<T>[] = [];
  #count = 0;

  get size(): number {
    return this.#entries.length;
  }

  push(value: T, cost: number): void {
    const entry = { value, cost, order: this.#count++ };
    let at = this.#entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#entries[parent];
      if (above === undefined || !before(entry, above)) break;
      this.#entries[at] = above;
      at = parent;
    }
    this.#entries[at] = entry;
  }

  pop(): T | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (first === undefined || last === undefined) return undefined;
    if (last !== first) this.#sink(last);
    return first.value;
  }

  #sink(entry: Entry<T>): void {
    let at = 0;
    for (;;) {
      const [left, right] = [this.#entries[2 * at + 1], this.#entries[2 * at + 2]];
      const smaller = right !== undefined && left !== undefined && before(right, left) ? 2 * at + 2 : 2 * at + 1;
      const child = this.#entries[smaller];
      if (child === undefined || !before(child, entry)) break;
      this.#entries[at] = child;
      at = smaller;
    }
    this.#entries[at] = entry;
  }
}

interface Entry<T> {
  readonly value: T;
  readonly cost: number;
  readonly order: number;
}

function before(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.order < b.order);
}
