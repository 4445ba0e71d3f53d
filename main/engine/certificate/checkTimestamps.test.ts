import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Certificate, CertificateTimestamp } from '#core/certificate/certificate.ts';
import { checkTimestamp, checkTimestamps, signedStructure } from '#core/certificate/ct/checkTimestamp.ts';
import { precertificateTbs } from '#core/certificate/ct/precertificateTbs.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { timestampPowers } from './timestampPowers.ts';
import { known } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';

const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';
const root = issueRoot();
const log = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(log.publicKey.export({ format: 'der', type: 'spki' }));
const logId = hash('sha256', spki);
const at = Date.UTC(2026, 10, 1, 12, 30);

const powers = { ...timestampPowers, keyOf: (id: string) => (id === logId ? spki : undefined) };

function decoded(pem: string): Certificate {
  const ders = parsePem(pem);
  const result = decodeCertificate((ders.ok && ders.value[0]) || new Uint8Array());
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** A timestamp of our log, in the encoding of RFC 6962 §3.3 as hex for openssl. */
function listWith(signature: Uint8Array): string {
  const sized = (bytes: Uint8Array) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(at));
  const item = Buffer.concat([
    Buffer.from([0]),
    Buffer.from(logId, 'hex'),
    time,
    Buffer.from([0, 0, 4, 3]),
    sized(signature),
  ]);
  const list = sized(sized(item));
  // Below 128 bytes: a short length.
  return `DER:04${Buffer.concat([Buffer.from([list.length]), list]).toString('hex')}`;
}

const timestamp = (signature: Uint8Array): CertificateTimestamp => ({
  version: 1,
  logId,
  timestamp: at,
  algorithm: 'ECDSA with SHA-256',
  extensions: new Uint8Array(),
  signature,
});

/** A leaf with a list of timestamps. What the log signs does not contain the list, so its signature can be made afterwards. */
function logged(): { readonly leaf: Certificate; readonly issuer: Certificate } {
  const issuer = known(root).certificate;
  const leaf = known(
    issue({
      subject: '/CN=logged',
      issuer: root,
      extensions: [...leafExtensions('logged.corp'), `${SCT_LIST}=${listWith(new Uint8Array(70))}`],
    }),
  ).certificate;
  return { leaf, issuer };
}

function entryOf({ leaf, issuer }: ReturnType<typeof logged>) {
  const tbs = precertificateTbs(leaf);
  if (tbs === undefined) throw new Error('no list of timestamps');
  const issuerKeyHash = hash('sha256', issuer.publicKey.spki, 'buffer');
  return { kind: 'precertificate', tbs, issuerKeyHash } as const;
}

describe('a signed certificate timestamp', () => {
  test('of the log that signed the certificate without it is good', async () => {
    const both = logged();
    const entry = entryOf(both);
    const signature = sign('sha256', signedStructure(timestamp(new Uint8Array()), entry), log.privateKey);

    expect(await checkTimestamp(timestamp(signature), entry, powers)).toBe('good');
  });

  test('is over the certificate without its list, all else as it was', () => {
    const { leaf } = logged();

    const tbs = precertificateTbs(leaf) ?? new Uint8Array();

    const bare = leaf.extensions.filter(({ oid }) => oid !== SCT_LIST);
    const bytes = Buffer.from(tbs).toString('hex');
    for (const { der } of bare) expect(bytes).toContain(Buffer.from(der).toString('hex'));
    expect(bytes).not.toContain(logId);
    const list = leaf.extensions.find(({ oid }) => oid === SCT_LIST);
    expect(leaf.tbs.length - tbs.length).toBeGreaterThanOrEqual(list?.der.length ?? Infinity);
    expect(precertificateTbs({ tbs })).toBeUndefined();
  });

  test('with another time, certificate or issuer is bad', async () => {
    const both = logged();
    const entry = entryOf(both);
    const signature = sign('sha256', signedStructure(timestamp(new Uint8Array()), entry), log.privateKey);

    const moved = { ...timestamp(signature), timestamp: at + 1 };
    const other = { ...entry, tbs: both.issuer.tbs };
    const keyless = { ...entry, issuerKeyHash: new Uint8Array(32) };
    for (const [one, what] of [
      [moved, entry],
      [timestamp(signature), other],
      [timestamp(signature), keyless],
      [timestamp(new Uint8Array(3)), entry],
      [{ ...timestamp(signature), algorithm: 'RSA with SHA-256' }, entry],
    ] as const)
      expect(await checkTimestamp(one, what, powers)).toBe('bad');
  });

  test('beside a certificate is over the whole of it', async () => {
    const der = known(root).certificate.der;
    const entry = { kind: 'certificate', der } as const;
    const signature = sign('sha256', signedStructure(timestamp(new Uint8Array()), entry), log.privateKey);

    expect(await checkTimestamp(timestamp(signature), entry, powers)).toBe('good');
  });

  test('of a log that the list does not know says so, and without the issuer nothing is checked', async () => {
    const both = logged();

    expect(await checkTimestamps(both.leaf, both.issuer, timestampPowers)).toEqual(['unknown-log']);
    expect(await checkTimestamps(both.leaf, undefined, powers)).toEqual(['not-checked']);
    expect(await checkTimestamps(both.issuer, undefined, powers)).toEqual([]);
  });

  test('of a certificate with a thousand of them are checked as far as anybody needs', async () => {
    const { leaf, issuer } = logged();
    const one = timestamp(new Uint8Array(8));
    const extensions = leaf.extensions.map((extension) => {
      const { value } = extension;
      if (value.kind !== 'signedCertificateTimestampList') return extension;
      return { ...extension, value: { ...value, timestamps: Array.from({ length: 1000 }, () => one) } };
    });

    const verdicts = await checkTimestamps({ ...leaf, extensions }, issuer, powers);

    expect(verdicts).toHaveLength(1000);
    expect(verdicts.filter((verdict) => verdict === 'bad')).toHaveLength(32);
    expect(verdicts.at(-1)).toBe('not-checked');
  });
});

/** Real chains of C2SP/x509-limbo, which are not part of this repository; see core/trust/limbo.test.ts. */
const file = join(process.env['WIREGLASS_CORPORA'] ?? '', 'limbo.json.gz');
const present = process.env['WIREGLASS_CORPORA'] !== undefined && existsSync(file);

describe.skipIf(!present)('certificates of the public web', () => {
  test('carry timestamps that their logs signed', async () => {
    const { testcases } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
      testcases: { id: string; peer_certificate: string; untrusted_intermediates: string[] }[];
    };
    const verdicts = new Map<string, readonly string[]>();
    for (const { id, peer_certificate, untrusted_intermediates } of testcases) {
      if (!id.startsWith('online::')) continue;
      const issuer = untrusted_intermediates[0];
      verdicts.set(
        id,
        await checkTimestamps(
          decoded(peer_certificate),
          issuer === undefined ? undefined : decoded(issuer),
          timestampPowers,
        ),
      );
    }

    expect(verdicts.size).toBeGreaterThan(10);
    expect([...verdicts.values()].flat().filter((verdict) => verdict === 'bad')).toEqual([]);
    expect([...verdicts.values()].flat().filter((verdict) => verdict === 'good').length).toBeGreaterThan(20);
  });
});
