import { describe, expect, test } from 'vitest';
import { exceptionBearing } from './exceptionBearing.ts';
import type { TrustException } from '#core/trust/exception.ts';
import type { Finding } from '#core/trust/verdict.ts';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';

const expired: Finding = { kind: 'expired', severity: 'error', notAfter: 0, now: 1 };
const wrongHost: Finding = { kind: 'wrong-host', severity: 'error', asked: 'b.test', offered: ['a.test'] };

const made: TrustException = {
  id: '1',
  host: 'a.test',
  port: 8443,
  leaf: 'leaf',
  subject: 'a.test',
  notAfter: 0,
  accepted: ['expired'],
  end: { kind: 'date', at: 1000 },
  addedAt: 100,
  used: 1,
};
const refusal = {
  host: 'A.test.',
  port: 8443,
  sent: ['leaf'],
  findings: numberedFindings([expired]),
  startedAt: 500,
};

describe('an exception beside a refusal', () => {
  test('is nothing when it is for another host or port', () => {
    expect(exceptionBearing([made], { ...refusal, port: 443 }, 600)).toBeUndefined();
    expect(exceptionBearing([made], { ...refusal, host: 'b.test' }, 600)).toBeUndefined();
  });

  test('made since for this certificate, it helps, and says what it leaves', () => {
    const since = { ...made, addedAt: 550 };

    expect(exceptionBearing([since], refusal, 600)).toMatchObject({ kind: 'helps', remaining: [] });
    expect(
      exceptionBearing([since], { ...refusal, findings: numberedFindings([expired, wrongHost]) }, 600),
    ).toMatchObject({ kind: 'helps', remaining: [2] });
  });

  test('made before, it stopped: for another certificate, for a new problem, or because it is over', () => {
    expect(exceptionBearing([made], { ...refusal, sent: ['other'] }, 600)).toMatchObject({
      kind: 'stopped',
      certificate: 'another',
      fresh: [],
      isOver: false,
    });
    expect(
      exceptionBearing([made], { ...refusal, findings: numberedFindings([wrongHost, expired]) }, 600),
    ).toMatchObject({ kind: 'stopped', certificate: 'same', fresh: [{ finding: wrongHost, number: 1 }] });
    expect(exceptionBearing([made], refusal, 1001)).toMatchObject({ kind: 'stopped', fresh: [], isOver: true });
  });

  test('made since for another certificate, it says nothing about this refusal', () => {
    expect(exceptionBearing([{ ...made, addedAt: 550, leaf: 'other' }], refusal, 600)).toBeUndefined();
  });
});
