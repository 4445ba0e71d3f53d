import { describe, expect, test } from 'vitest';
import { identityFits, type FitFacts } from './identityFits.ts';
import type { Identity } from '#core/trust/identity.ts';
import { fixtureCertificate } from '#renderer/ui/chainFixture.ts';

const certificate = fixtureCertificate('ci', 'Partner CA', 'server');

const identity: Identity = {
  id: '1',
  label: 'ci-runner',
  enabled: true,
  hosts: ['api.test'],
  addedAt: 0,
  origin: 'ci.p12',
  chain: ['leaf'],
  subject: 'ci',
  issuer: 'Partner CA',
  key: 'ECDSA P-256',
  notBefore: 0,
  notAfter: 10_000,
  protection: { kind: 'session', store: 'none' },
};
const facts: FitFacts = {
  wish: { host: 'api.test', port: 443, authorities: [], signatureSchemes: [] },
  offered: null,
  certificates: new Map([['leaf', certificate]]),
  now: 5000,
};
const first = (given: Identity, more: Partial<FitFacts> = {}) => identityFits([given], { ...facts, ...more })[0];

describe('why a client certificate was not shown', () => {
  test('is told for each: off, other hosts, another authority, no key', () => {
    const otherWish = { ...facts.wish, authorities: ['CN=Somebody Else'] };

    expect(first({ ...identity, enabled: false })?.words).toBe('it is switched off');
    expect(first({ ...identity, hosts: ['b.test', '*.c.test'] })?.words).toBe('it is for b.test, *.c.test only');
    expect(first(identity, { wish: otherWish })?.words).toContain('Partner CA issued it');
    expect(
      first({ ...identity, protection: { kind: 'missing', reason: 'it was for a run that is over' } })?.words,
    ).toBe('its key is not at hand: it was for a run that is over');
  });

  test('one that fits says so, and that it expired', () => {
    expect(first(identity)).toMatchObject({ state: 'fits', words: 'it is shown when you send again' });
    expect(first(identity, { now: 20_000 })?.words).toContain('but it expired on 1 Jan 1970');
  });

  test('the one that was shown stands first', () => {
    const other = { ...identity, id: '2', label: 'old', chain: ['other'], enabled: false };

    const fits = identityFits([other, identity], { ...facts, offered: 'leaf' });

    expect(fits.map(({ label, state }) => [label, state])).toEqual([
      ['ci-runner', 'sent'],
      ['old', 'no'],
    ]);
  });
});
