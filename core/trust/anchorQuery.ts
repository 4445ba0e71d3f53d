import { parseIp } from '#core/certificate/ip.ts';
import { validityAt } from '#core/certificate/validity.ts';
import type { QueryWord } from '#core/query/suggest.ts';
import { parseTerms, type Term } from '#core/query/terms.ts';
import { timeAhead, timeBehind, type TimeRange } from '#core/query/timeRange.ts';
import type { Anchor } from './anchor.ts';
import type { AnchorState } from './anchorState.ts';
import { normalHost } from './host.ts';
import { covers, parsePattern, type HostPattern } from './pattern.ts';

/** An anchor made ready to be looked through: once for each state of the store, however many keys are pressed. */
export interface AnchorSubject {
  readonly anchor: Anchor;
  readonly state: AnchorState;
  /*
   * Written down when they are first asked for: a list of ten thousand must be there before anybody searches it.
   */
  /** Everything a word of plain text may stand in, lower case. */
  readonly text: () => string;
  /** Who it is, lower case: for `issuer:`. */
  readonly names: () => string;
  /** Its host patterns. */
  readonly patterns: () => readonly HostPattern[];
}

export function anchorSubject(anchor: Anchor, state: AnchorState): AnchorSubject {
  const names = once(() => [anchor.label, anchor.subject, anchor.organization].join('\n').toLowerCase());
  const text = once(() => {
    const more = [anchor.key, ...anchor.scope, anchor.note ?? '', anchor.source, originName(anchor)];
    return `${names()}\n${more.join('\n').toLowerCase()}`;
  });
  const patterns = once(() =>
    anchor.scope.flatMap((written) => {
      const pattern = parsePattern(written);
      return pattern.ok ? [pattern.value] : [];
    }),
  );
  return { anchor, state, names, text, patterns };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export interface AnchorQuery {
  readonly matches: (subject: AnchorSubject) => boolean;
  /** What of it was not understood, a sentence each; those parts are left out of the search. */
  readonly problems: readonly string[];
  /** True when nothing is looked for. */
  readonly isEmpty: boolean;
}

type Test = (subject: AnchorSubject) => boolean;
/** A string says what is wrong; undefined: nothing yet, it is still being typed. */
type Read = (value: string, now: number) => Test | string | undefined;

/** Every word of the language, in the order they are offered. To add one: its line here. */
const language: readonly (QueryWord & { readonly read: Read })[] = [
  {
    word: 'issuer',
    help: 'name or organisation of the authority',
    values: [],
    read: (value) => {
      const wanted = value.toLowerCase();
      return ({ names: of }) => of().includes(wanted);
    },
  },
  {
    word: 'source',
    help: 'where it comes from',
    values: [
      { value: 'custom', help: 'added by you' },
      { value: 'system', help: 'of this computer' },
      { value: 'bundled', help: 'of Mozilla’s list' },
    ],
    read: (value) => {
      const wanted = value.toLowerCase();
      if (!['custom', 'system', 'bundled'].some((source) => source.startsWith(wanted)))
        return 'source: is custom, system or bundled.';
      return ({ anchor }) => anchor.source.startsWith(wanted);
    },
  },
  {
    word: 'is',
    help: 'its state',
    values: [
      { value: 'on', help: 'counts now' },
      { value: 'off', help: 'switched off' },
      { value: 'limited', help: 'to hosts or a date' },
      { value: 'ended', help: 'trust in it is over' },
      { value: 'expired', help: 'the certificate is over' },
      { value: 'expiring', help: 'within 30 days' },
      { value: 'refused', help: 'by you, everywhere' },
    ],
    read: readIs,
  },
  {
    word: 'host',
    help: 'limited to this host: api.corp, *.corp',
    values: [],
    read: readHost,
  },
  {
    word: 'expires',
    help: 'when the certificate ends',
    values: [
      { value: '<30d', help: 'in less than 30 days' },
      { value: '<1y', help: 'in less than a year' },
      { value: '>2035', help: 'after 2035' },
    ],
    read: readTime('expires', timeAhead, ({ notAfter }) => notAfter),
  },
  {
    word: 'until',
    help: 'when trust in it ends',
    values: [
      { value: 'none', help: 'no end' },
      { value: '<30d', help: 'in less than 30 days' },
    ],
    read: (value, now) =>
      value.toLowerCase() === 'none'
        ? ({ anchor }) => anchor.trustedUntil === undefined
        : readTime('until', timeAhead, ({ trustedUntil }) => trustedUntil)(value, now),
  },
  {
    word: 'since',
    help: 'when you added it',
    values: [
      { value: '7d', help: 'in the last 7 days' },
      { value: '>1y', help: 'more than a year ago' },
    ],
    read: readTime('since', timeBehind, ({ addedAt }) => addedAt),
  },
  {
    word: 'key',
    help: 'its key: rsa, ecdsa, or bits of RSA as <4096',
    values: [
      { value: 'rsa' },
      { value: 'ecdsa' },
      { value: 'ed25519' },
      { value: '<4096', help: 'RSA below 4096 bits' },
    ],
    read: readKey,
  },
  {
    word: 'note',
    help: 'words of your note',
    values: [],
    read: (value) => {
      const wanted = value.toLowerCase();
      return ({ anchor }) => anchor.note?.toLowerCase().includes(wanted) === true;
    },
  },
  {
    word: 'sha256',
    help: 'beginning of its fingerprint',
    values: [],
    read: (value) => {
      const wanted = value.replaceAll(/[\s:]/g, '').toLowerCase();
      if (!/^[0-9a-f]*$/.test(wanted)) return 'sha256: takes the digits 0 to 9 and a to f.';
      return ({ anchor }) => anchor.sha256.startsWith(wanted);
    },
  },
];

export const anchorWords: readonly QueryWord[] = language;
const names = language.map(({ word }) => word);

/**
 * What a filter over anchors looks for: words of plain text that must all stand somewhere in the anchor, and words of the
 * language. A part that is not understood is named and left out, so that a list does not go empty while somebody types.
 */
export function parseAnchorQuery(text: string, now: number): AnchorQuery {
  const tests: Test[] = [];
  const problems: string[] = [];
  for (const term of parseTerms(text, names)) {
    const read = readTerm(term, now);
    if (typeof read === 'string') problems.push(read);
    else if (read !== undefined) tests.push(read);
  }
  return { matches: (subject) => tests.every((test) => test(subject)), problems, isEmpty: tests.length === 0 };
}

function readTerm(term: Term, now: number): Test | string | undefined {
  if (term.kind === 'unknown') return unknownWords(term.word);
  const test = term.kind === 'text' ? readText(term.value) : readWord(term.word, term.value, now);
  if (typeof test !== 'function' || !term.isNegated) return test;
  return (subject) => !test(subject);
}

function readWord(word: string, value: string, now: number): Test | string | undefined {
  if (value === '') return undefined;
  return language.find((each) => each.word === word)?.read(value, now);
}

/** A fingerprint is found with or without colons, from any of its digits on. */
function readText(value: string): Test {
  const wanted = value.toLowerCase();
  const digits = wanted.replaceAll(':', '');
  const isHex = /^[0-9a-f]{4,64}$/.test(digits);
  return ({ text, anchor }) => text().includes(wanted) || (isHex && anchor.sha256.includes(digits));
}

function unknownWords(word: string): string {
  const near = names.find((name) => name.startsWith(word.slice(0, 2)) || word.startsWith(name.slice(0, 3)));
  const all = `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return near === undefined
    ? `There is no word ${word}:. There are ${all}.`
    : `There is no word ${word}:. Is it ${near}:?`;
}

function readIs(value: string, now: number): Test | string | undefined {
  switch (value.toLowerCase()) {
    case 'on':
      return ({ state }) => state === 'on';
    case 'off':
      return ({ state }) => state === 'off' || state === 'source-off';
    case 'limited':
      return ({ anchor }) => anchor.scope.length > 0 || anchor.trustedUntil !== undefined;
    case 'ended':
      return ({ anchor }) => anchor.trustedUntil !== undefined && anchor.trustedUntil < now;
    case 'expired':
      return ({ anchor }) => validityAt(anchor, now) === 'expired';
    case 'expiring':
      return ({ anchor }) => validityAt(anchor, now) !== 'expired' && inRange(timeAhead('<30d', now), anchor.notAfter);
    case 'refused':
      return ({ state }) => state === 'refused';
    default:
      // While 'expi' is being typed nothing is wrong yet.
      return ['limited', 'ended', 'expired', 'expiring', 'refused', 'off', 'on'].some((each) =>
        each.startsWith(value.toLowerCase()),
      )
        ? undefined
        : 'is: is on, off, limited, ended, expired, expiring or refused.';
  }
}

/**
 * A host finds anchors whose scope covers it; a star stands for anything in the patterns themselves. Anchors for every host are
 * not found by it: they would hide those that were meant.
 */
function readHost(value: string): Test {
  const wanted = value.toLowerCase();
  if (wanted.includes('*')) {
    const parts = wanted.split('*');
    return ({ anchor }) =>
      anchor.scope.some((pattern) => {
        const text = pattern.toLowerCase();
        return fits(parts, text) || fits(parts, text.replace(/:\d+$/, ''));
      });
  }
  const [, host = wanted, port] = /^(.*?)(?::(\d+))?$/.exec(wanted) ?? [];
  const isAddress = parseIp(normalHost(host)) !== undefined;
  return ({ anchor, patterns }) => {
    const written = anchor.scope.map((pattern) => pattern.toLowerCase());
    if (written.some((pattern) => pattern.includes(wanted))) return true;
    // Reading a pattern takes microseconds; of ten thousand anchors few can cover the host by the look of them.
    if (!written.some((pattern) => mayCover(pattern, host, isAddress))) return false;
    return patterns().some((pattern) =>
      covers(pattern, host, port === undefined ? (pattern.port ?? 443) : Number(port)),
    );
  };
}

/** False when a pattern, as it is written, surely does not cover the host. */
function mayCover(pattern: string, host: string, isAddress: boolean): boolean {
  if (isAddress) {
    if (host.includes(':')) return pattern.includes(':');
    // A prefix below 8 reaches beyond the first number.
    return pattern.startsWith(host.slice(0, host.indexOf('.') + 1)) || /\/[0-7](?::|$)/.test(pattern);
  }
  // International names are compared as A-labels: what they look like says nothing.
  if (/[^\x00-\x7f]/.test(host)) return true;
  const [body = ''] = pattern.split(':', 1);
  const tail = body.replace(/^\*?\./, '').replace(/\.$/, '');
  const asked = host.replace(/\.$/, '');
  return asked === tail || asked.endsWith(`.${tail}`);
}

/** Whether a text is these parts with anything between them. No regular expression: with many stars those try all ways. */
function fits(parts: readonly string[], text: string): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function readTime(
  word: string,
  read: (value: string, now: number) => TimeRange | undefined,
  of: (anchor: Anchor) => number | undefined,
): Read {
  return (value, now) => {
    const range = read(value, now);
    // '<', '>2' and '203' are on their way to something.
    if (range === undefined)
      return /^[<>]?=?\d{0,4}(?:-\d{0,2}){0,2}$/.test(value)
        ? undefined
        : `${word}: takes a time, as <30d, >2y or 2027-03-01.`;
    return ({ anchor }) => inRange(range, of(anchor));
  };
}

function readKey(value: string): Test | string | undefined {
  const bits = /^([<>]=?)(\d*)$/.exec(value);
  if (bits !== null) {
    const limit = Number(bits[2]);
    if (bits[2] === '') return undefined;
    return ({ anchor }) => {
      const size = Number(/^RSA\D*(\d+)/i.exec(anchor.key)?.[1]);
      switch (bits[1]) {
        case '<':
          return size < limit;
        case '<=':
          return size <= limit;
        case '>':
          return size > limit;
        default:
          return size >= limit;
      }
    };
  }
  const wanted = plain(value);
  return ({ anchor }) => plain(anchor.key).includes(wanted);
}

/** 'ECDSA P-256' and 'ecdsa p256' are the same to who types. */
function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[\s-]/g, '');
}

function inRange(range: TimeRange | undefined, at: number | undefined): boolean {
  return range !== undefined && at !== undefined && range.from <= at && at <= range.to;
}

function originName({ origin }: Anchor): string {
  return origin === undefined || origin.kind === 'paste' ? '' : origin.name;
}
