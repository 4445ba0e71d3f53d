import { describe, expect, test } from 'vitest';
import {
  exceptionButton,
  exceptionInput,
  exceptionProblem,
  problemsByKind,
  stopsAgain,
  unacceptedNumbers,
  type ExceptionDecision,
} from './exceptionDecision.ts';
import { unacceptableWords } from './unacceptableWords.ts';
import { acceptable } from '#core/trust/exception.ts';
import type { Finding, FindingKind } from '#core/trust/verdict.ts';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';

// A Monday, at noon.
const now = new Date(2026, 10, 23, 12).getTime();
const notAfter = Date.UTC(2027, 1, 4);

const expired = (subject: string): Finding => ({ kind: 'expired', severity: 'error', notAfter: 0, now: 1, subject });
const unknown: Finding = { kind: 'unknown-issuer', severity: 'error', issuer: 'Root', root: true };
const rootSent: Finding = { kind: 'root-sent', severity: 'note' };
const revoked: Finding = { kind: 'revoked', severity: 'error' };

const problems = problemsByKind(numberedFindings([expired('a'), unknown, rootSent, expired('b')]));

const decide = (kinds: readonly FindingKind[], more: Partial<ExceptionDecision> = {}): ExceptionDecision => ({
  host: 'a.test',
  port: 8443,
  accepted: new Set(kinds),
  until: { kind: 'date', text: '2026-11-27 18:00' },
  note: '',
  ...more,
});

describe('the problems of an exception', () => {
  test('are those that stop, by kind, with all their numbers', () => {
    expect(problems.map(({ kind, numbers }) => [kind, numbers])).toEqual([
      ['expired', [1, 3]],
      ['unknown-issuer', [2]],
    ]);
  });

  test('are counted on the button as the refusal counts them', () => {
    expect(exceptionButton(problems, decide(['expired', 'unknown-issuer']), now)).toBe(
      'Accept 3 problems until Friday',
    );
    expect(exceptionButton(problems, decide(['unknown-issuer'], { until: { kind: 'once', text: '' } }), now)).toBe(
      'Accept 1 problem once',
    );
  });

  test('what is not ticked is left, by number', () => {
    expect(unacceptedNumbers(problems, new Set(['unknown-issuer']))).toEqual([1, 3]);
  });

  test('that no exception can accept keep all others from being accepted, and say why', () => {
    const hopeless = problemsByKind(numberedFindings([unknown, revoked]));

    expect(exceptionProblem(hopeless, decide(['unknown-issuer']), now)).toContain('No exception can help');
    expect(unacceptableWords('revoked')).toContain('took it back');
  });

  test('every kind that can stop and cannot be accepted has its own words', () => {
    const kinds: readonly FindingKind[] = [
      'bad-signature',
      'name-constraint',
      'unknown-critical-extension',
      'revoked',
      'distrusted',
      'malformed',
      'disagreement',
    ];

    expect(kinds.filter(acceptable)).toEqual([]);
    expect(new Set(kinds.map(unacceptableWords)).size).toBe(kinds.length);
  });
});

describe('the decision', () => {
  test('needs a problem and an end that is still to come', () => {
    expect(exceptionProblem(problems, decide([]), now)).toBe('Tick at least one problem.');
    expect(
      exceptionProblem(problems, decide(['expired'], { until: { kind: 'date', text: '2026-11-22 18:00' } }), now),
    ).toBe('That time has passed.');
    expect(exceptionProblem(problems, decide(['expired']), now)).toBeUndefined();
  });

  test('is stored with the kinds in the order of the problems, never with what is not among them', () => {
    expect(exceptionInput('PEM', problems, decide(['unknown-issuer', 'expired', 'revoked'], { note: ' x ' }))).toEqual({
      host: 'a.test',
      port: 8443,
      pem: 'PEM',
      accepted: ['expired', 'unknown-issuer'],
      end: { kind: 'date', at: new Date(2026, 10, 27, 18, 0, 59, 999).getTime() },
      note: 'x',
    });
  });
});

describe('when it stops again', () => {
  const only = problemsByKind(numberedFindings([unknown]));

  test('names the next kind of problem, and the expiry where it comes within its time', () => {
    const forever = { until: { kind: 'forever', text: '' } } as const;

    expect(stopsAgain(only, decide(['unknown-issuer'], forever), notAfter)[1]).toBe(
      'a second kind of problem appears, for example when this one expires on 4 Feb 2027',
    );
  });

  test('does not name an expiry that is accepted or comes after its end', () => {
    const lines = [
      stopsAgain(problems, decide(['expired', 'unknown-issuer'], { until: { kind: 'forever', text: '' } }), notAfter),
      stopsAgain(only, decide(['unknown-issuer']), notAfter),
    ];

    expect(lines.map((line) => line[1])).toEqual([
      'a third kind of problem appears',
      'a second kind of problem appears',
    ]);
  });

  test('once, it ends with its connection', () => {
    expect(stopsAgain(only, decide(['unknown-issuer'], { until: { kind: 'once', text: '' } }), notAfter)).toContain(
      'its one connection is closed',
    );
  });
});
