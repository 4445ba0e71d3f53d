import { describe, expect, test } from 'vitest';
import { countWords, exceptionRows } from './exceptionRows.ts';
import { acceptedWords, coverWords, endLines, stopWords } from './exceptionWords.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { exceptionState, type TrustException } from '#core/trust/exception.ts';

const now = new Date(2026, 10, 23, 12).getTime();
const day = (days: number, hour = 18): number => new Date(2026, 10, 23 + days, hour).getTime();
const leaf = `5ec1${'0'.repeat(58)}0b`;
const other = `90ab${'0'.repeat(58)}e4`;

function made(more: Partial<TrustException> = {}): TrustException {
  const base = { id: 'a', host: 'wms.corp', port: 443, leaf, subject: 'wms.corp', notAfter: day(90), used: 0 };
  return { ...base, accepted: ['unknown-issuer'], end: { kind: 'forever' }, addedAt: day(-21), ...more };
}

function stateOf(exceptions: readonly TrustException[], more: Partial<TrustState> = {}): TrustState {
  const none = { anchors: [], hints: [], distrusted: [], identities: [] };
  return { revision: 1, sources: { system: true, bundled: true }, ...none, exceptions, ...more };
}

const linesOf = (exception: TrustException) => endLines(exception, exceptionState(exception, now), now);

describe('the end of an exception', () => {
  test.each<[TrustException, string, string]>([
    [made(), 'no end', 'until you remove it'],
    [made({ end: { kind: 'session' } }), 'this run', 'until you quit'],
    [made({ end: { kind: 'once' } }), 'once', 'the next connection'],
    [made({ end: { kind: 'once' }, used: 1, usedAt: day(0, 9) }), 'once', 'used today 09:00'],
    [made({ end: { kind: 'date', at: day(0) } }), 'today 18:00', 'ends today'],
    [made({ end: { kind: 'date', at: day(1) } }), 'tomorrow 18:00', '1 day left'],
    [made({ end: { kind: 'date', at: day(7) } }), '30 Nov 2026', '7 days left'],
    [made({ end: { kind: 'date', at: day(0, 9) } }), '23 Nov 2026', 'ended today 09:00'],
    [made({ end: { kind: 'date', at: day(-1) } }), '22 Nov 2026', 'ended yesterday'],
    [made({ end: { kind: 'date', at: day(-3) } }), '20 Nov 2026', 'ended 3 days ago'],
  ])('%# is told with how far away it is', (exception, when, away) => {
    expect(linesOf(exception)).toEqual({ when, away });
  });
});

describe('an exception that stopped', () => {
  const stopped = { at: new Date(2026, 10, 22, 16, 22).getTime(), leaf: other, unaccepted: ['expired'] } as const;

  test('says when, what the server showed and what had not been accepted', () => {
    expect(stopWords(made({ stopped }), now, { notAfter: day(-4) })).toEqual({
      lead: 'Stopped again yesterday 16:22, before anything was sent.',
      why: 'The server showed another certificate, 90:AB…E4, with a problem you did not accept: it expired on 19 Nov 2026.',
    });
  });

  test('tells another certificate alone, and the same one with new problems', () => {
    expect(stopWords(made({ stopped: { ...stopped, unaccepted: [] } }), now)?.why).toBe(
      'The server showed another certificate, 90:AB…E4.',
    );
    expect(stopWords(made({ stopped: { ...stopped, leaf, unaccepted: ['expired', 'wrong-host'] } }), now)?.why).toBe(
      'The certificate is the one you accepted, but it has problems you did not accept: expired, another name.',
    );
  });

  test('that helped again since has nothing to tell', () => {
    expect(stopWords(made({ stopped, used: 2, usedAt: now }), now)).toBeUndefined();
    expect(stopWords(made({ stopped, used: 2, usedAt: stopped.at - 1 }), now)).toBeDefined();
    expect(stopWords(made(), now)).toBeUndefined();
  });
});

test('the second line says when it was accepted and why', () => {
  expect(acceptedWords(made({ addedAt: day(0, 9) }), now)).toBe('accepted today 09:00');
  expect(acceptedWords(made({ note: 'migration' }), now)).toBe('accepted 2 Nov · migration');
});

test('the opened row says what was accepted of which certificate, and how often it was used', () => {
  const words = coverWords(made({ used: 2, usedAt: day(0, 9) }), 'active', now);

  expect(words).toContain(
    'You accepted 1 problem of the certificate wms.corp (valid until 21 Feb 2027): unknown authority.',
  );
  expect(words).toContain('It was used 2 times, last today 09:00.');
});

describe('the rows', () => {
  const stopped = made({ id: 's', host: 's.corp', stopped: { at: now, leaf: other, unaccepted: [] } });
  const ended = made({ id: 'e', host: 'e.corp', end: { kind: 'date', at: day(-1) } });
  const active = made({ id: 'a', host: 'a.corp', note: 'for Ada' });

  test('begin with what stopped and end with what is over', () => {
    const rows = exceptionRows(stateOf([ended, active, stopped]), '', now);

    expect(rows.map(({ exception }) => exception.id)).toEqual(['s', 'a', 'e']);
    expect(countWords(rows)).toBe('1 in force, 1 stopped again, 1 ended');
  });

  test('say that a refused certificate is the stronger word', () => {
    const distrusted = [{ kind: 'certificate', sha256: leaf, label: 'x', addedAt: now }] as const;
    const rows = exceptionRows(stateOf([ended, active], { distrusted }), '', now);

    expect(rows.map(({ state }) => state)).toEqual(['refused', 'ended']);
    expect(countWords(rows)).toBe('none in force, 1 refused, 1 ended');
  });

  test.each([
    ['a.corp', ['a']],
    ['s.corp:443', ['s']],
    ['ADA', ['a']],
    ['a.corp migration', []],
    ['unknown e.corp', ['e']],
    ['90:ab', ['s']],
    ['5E:C1…0B e.corp', ['e']],
    [other.toUpperCase(), ['s']],
    ['0b', []],
    ['   ', ['s', 'a', 'e']],
  ])('are found by %j', (filter, ids) => {
    const rows = exceptionRows(stateOf([ended, active, stopped]), filter, now);

    expect(rows.map(({ exception }) => exception.id)).toEqual(ids);
  });
});
