import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { TestStores, valueOf } from '#main/engine/trust/testStore.ts';
import { decodeAuthorities } from '#main/engine/trust/authority.ts';
import { TrustDamaged } from '#main/engine/trust/effective.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { createRunTrust, type RunTrust } from './runTrust.ts';

const root = issueRoot('/CN=Lab Root').cert;
const second = issueRoot('/CN=Second Root').cert;
const leaf = issue({ subject: '/CN=nas.lab', extensions: leafExtensions('nas.lab') }).cert;
const listed = rootCertificates[0] ?? '';
const powers = { now: () => 1_000_000, systemRoots: () => [listed], bundledRoots: () => [] };

const stores = new TestStores();
afterEach(() => {
  stores.closeAll();
});

function runOf(...pems: string[]): RunTrust {
  return { authorities: [...decodeAuthorities(pems, new Map()).values()], system: true, bundled: true };
}

const subjects = (trust: ReturnType<typeof createRunTrust>, host = 'nas.lab') =>
  [...trust.effective(host, 443).bySha256.values()].map(({ label }) => label);

describe('a run with --ca', () => {
  test('trusts what is named everywhere, beside the lists', () => {
    const trust = createRunTrust(runOf(root), undefined, powers);

    expect(subjects(trust)).toHaveLength(2);
    expect(subjects(trust)[0]).toBe('Lab Root');
    expect(trust.exceptionsFor('nas.lab', 443)).toEqual([]);
    expect(trust.spend('x')).toBe(false);
  });

  test('does not lift what the profile refuses or switched off', () => {
    const profile = stores.open(powers);
    valueOf(profile.add([{ pem: second, scope: ['nas.lab'], origin: { kind: 'paste' } }]));
    valueOf(profile.refuse({ kind: 'key', of: { pem: root } }));
    const sha256 = [...decodeAuthorities([listed], new Map()).keys()];
    valueOf(profile.switch(sha256, false));

    const trust = createRunTrust(runOf(root), profile, powers);

    expect(subjects(trust)).toEqual(['Second Root']);
    expect(subjects(trust, 'other.lab')).toEqual([]);
    expect(trust.effective('nas.lab', 443).refusedAnchors.map(({ label }) => label)).toEqual(['Lab Root']);
  });

  test('keeps to the exceptions of the profile, and hears at once of what is taken back', () => {
    const profile = stores.open(powers);
    const order = { host: 'nas.lab', port: 443, pem: leaf, accepted: ['self-signed'] };
    const made = valueOf(profile.except({ ...order, end: { kind: 'forever' } }));
    const trust = createRunTrust(runOf(root), profile, powers);
    const before = trust.effective('nas.lab', 443);
    let told = 0;
    trust.onChange(() => told++);

    expect(trust.exceptionsFor('nas.lab', 443).map(({ id }) => id)).toEqual([made.exceptions[0]?.id]);
    valueOf(profile.refuse({ kind: 'certificate', of: { pem: root } }));

    expect(told).toBe(1);
    expect(trust.effective('nas.lab', 443).key).not.toBe(before.key);
    expect(subjects(trust)).not.toContain('Lab Root');
  });

  test('sends nothing when the profile can no longer be read', () => {
    const profile = stores.open(powers);
    const trust = createRunTrust(runOf(root), profile, powers);
    profile.close();

    expect(() => trust.effective('nas.lab', 443)).toThrow(TrustDamaged);
  });
});
