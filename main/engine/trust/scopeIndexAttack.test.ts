import { expect, test } from 'vitest';
import { covers, parsePattern, type HostPattern } from '#core/trust/pattern.ts';
import { ScopeIndex, type Scoped } from './scopeIndex.ts';

/** A small generator of our own, so that a failure comes again (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = seeded(20_261_125);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

const labels = ['a', 'b', 'corp', 'www', 'xn--bcher-kva', 'bücher', 'BÜCHER', 'Corp', '0', '10', 'a_b', 'x'.repeat(63)];
const ports = ['', '', '', ':443', ':8443', ':1', ':65535'];
const numbers = ['0', '1', '10', '127', '128', '192', '255'];
const groups = ['0', '1', 'fd00', 'fe80', 'ffff', '8000', '2001', 'db8'];

const name = () => Array.from({ length: 1 + below(4) }, () => pick(labels)).join('.');
const ipv4 = () => Array.from({ length: 4 }, () => pick(numbers)).join('.');
const ipv6 = () => {
  const some = Array.from({ length: 1 + below(6) }, () => pick(groups)).join(':');
  return pick([`${some}::`, `::${some}`, `::ffff:${ipv4()}`, '::', '::1', `${pick(groups)}::${pick(groups)}`]);
};
/** Prefixes that come out where a byte is split, too. */
const prefix = (bits: number) =>
  pick([0, 1, 7, 8, 9, 12, 15, 16, 31, 32, 33, 64, 127, bits].filter((one) => one <= bits));
/** The network of an address: bits after the prefix are refused. */
function network(address: string, bits: number): string {
  const length = prefix(bits);
  const text = bits === 128 ? `[${address}]/${length}` : `${address}/${length}`;
  const parsed = parsePattern(text);
  if (parsed.ok) return text;
  return / network is (\S+)\.$/.exec(parsed.error.reason)?.[1] ?? text;
}

function pattern(): string {
  const one = pick<() => string>([
    name,
    () => `*.${name()}`,
    () => `.${name()}`,
    ipv4,
    () => network(ipv4(), 32),
    () => `[${ipv6()}]`,
    () => network(ipv6(), 128),
  ])();
  return `${one}${pick(ports)}`;
}

function host(): string {
  return pick<() => string>([
    name,
    () => `${name()}.`,
    () => `${name()}.${name()}`,
    () => `.${name()}`,
    () => `${name()}..${name()}`,
    ipv4,
    () => `[${ipv6()}]`,
    ipv6,
    () => `${ipv4()}.`,
    () =>
      pick([
        '',
        '.',
        '..',
        '*',
        '*.corp',
        '１２７.０.０.１',
        'corp。',
        '0x7f.1',
        '127.1',
        'fe80::1%eth0',
        '[',
        ']',
        '[]',
        'a b',
      ]),
  ])();
}

test('the index of scopes answers as each pattern does by itself: 100,000 hosts', () => {
  let covered = 0;
  for (let round = 0; round < 500; round++) {
    const scoped = Array.from({ length: 16 }, (): Scoped => {
      const scope = Array.from({ length: below(4) }, pattern);
      const patterns = scope.flatMap((text): readonly HostPattern[] => {
        const parsed = parsePattern(text);
        return parsed.ok ? [parsed.value] : [];
      });
      return { scope, patterns };
    });
    const index = new ScopeIndex(scoped);
    for (let asked = 0; asked < 200; asked++) {
      const where = host();
      const port = pick([443, 8443, 1, 65_535, 80]);
      const found = index.covering(where, port);
      // A scope that has become unreadable as a whole is no scope for everybody.
      const expected = scoped.filter(
        ({ scope, patterns }) => scope.length === 0 || patterns.some((one) => covers(one, where, port)),
      );
      if (found.size !== expected.length || !expected.every((one) => found.has(one)))
        expect.fail(`${where} ${port}: ${JSON.stringify([...found].map(({ scope }) => scope))}`);
      covered += expected.filter(({ scope }) => scope.length > 0).length;
    }
  }
  // Otherwise nothing was tried.
  expect(covered).toBeGreaterThan(10_000);
});
