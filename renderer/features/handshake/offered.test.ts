import { expect, test } from 'vitest';
import { headOf, offeredGroups, shortSuite } from './offered.ts';
import type { TlsMessage, TlsReport } from '#core/tls/report.ts';

const base: TlsReport = {
  alpn: { offered: ['h2', 'http/1.1'], accepted: 'h2' },
  sni: { sent: 'host.test', acknowledged: true },
  resumed: false,
  helloRetry: false,
  extendedMasterSecret: true,
  secureRenegotiation: true,
  tickets: [],
  scts: [],
  clientAuth: { requested: false, authorities: [], signatureSchemes: [], offered: null },
  offered: {
    versions: ['GREASE', 'TLSv1.3', 'TLSv1.2'],
    ciphers: ['A', 'B', 'C', 'D', 'E', 'F', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
    groups: ['X25519MLKEM768', 'x25519'],
    signatureSchemes: [],
  },
  messages: [],
  alerts: [],
  chain: { sent: [], path: [] },
  verdict: { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings: [] },
};

test('the list keeps its order and ticks what the server picked', () => {
  const [version] = offeredGroups({ ...base, version: 'TLSv1.2' });

  expect(version?.items).toEqual([
    { name: 'TLS 1.3', chosen: false, aside: 'declined' },
    { name: 'TLS 1.2', chosen: true },
  ]);
});

test('GREASE is not offered as if it could be chosen', () => {
  expect(offeredGroups(base).flatMap((group) => group.items.map((item) => item.name))).not.toContain('GREASE');
});

test('a list that was not sent is left out', () => {
  expect(offeredGroups(base).map((group) => group.label)).not.toContain('Signature');
});

test('a server that takes what was not offered is shown to have done so', () => {
  const groups = offeredGroups({ ...base, group: 'secp521r1' });

  expect(groups.find((group) => group.label === 'Key exchange')?.items.at(-1)).toEqual({
    name: 'secp521r1',
    chosen: true,
    aside: 'not offered',
  });
});

test('a long list folds, but never the pick', () => {
  const ciphers = offeredGroups({ ...base, version: 'TLSv1.2', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' }).find(
    (group) => group.label === 'Cipher suite',
  );

  const { shown, folded } = headOf(ciphers!);

  expect(shown.map((item) => item.name)).toEqual(['A', 'B', 'C', 'D', 'TLS_RSA_WITH_AES_128_CBC_SHA']);
  expect(folded).toBe(2);
});

test('a pick far down says which place it had', () => {
  const ciphers = offeredGroups({ ...base, version: 'TLSv1.2', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' }).find(
    (group) => group.label === 'Cipher suite',
  );

  expect(ciphers?.rank).toBe('7th of 7');
});

test('what has no place in the version that was chosen says so', () => {
  const groups = offeredGroups({ ...base, version: 'TLSv1.2', group: 'x25519' });

  expect(groups.find((group) => group.label === 'Key exchange')?.items[0]).toEqual({
    name: 'X25519MLKEM768',
    chosen: false,
    aside: 'not in TLS 1.2',
  });
});

function hello(type: string, from: 'client' | 'server', numbers: readonly number[]): TlsMessage {
  const extensions = numbers.map((number) => ({ name: `extension ${String(number)}`, number, bytes: 0 }));
  return { from, type, bytes: 1, atMs: 0, encrypted: false, fields: { extensions } };
}

test('extras are taken, ignored or have no place in TLS 1.3', () => {
  const messages = [hello('ClientHello', 'client', [5, 22, 23, 35]), hello('ServerHello', 'server', [23])];
  const extras = (version: string) => offeredGroups({ ...base, version, messages }).at(-1);

  expect(extras('TLSv1.2')).toMatchObject({
    label: 'Extras',
    items: [
      { name: 'status_request', chosen: false, aside: 'ignored' },
      { name: 'encrypt_then_mac', chosen: false, aside: 'ignored' },
      { name: 'extended_master_secret', chosen: true },
      { name: 'session_ticket', chosen: false, aside: 'ignored' },
    ],
  });
  expect(extras('TLSv1.3')?.items[2]).toMatchObject({ chosen: false, aside: 'always in TLS 1.3' });
});

test('a suite loses only what all of its kind begin with', () => {
  expect(shortSuite('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA')).toBe('ECDHE_RSA_AES_128_CBC_SHA');
  expect(shortSuite('TLS_AES_128_GCM_SHA256')).toBe('TLS_AES_128_GCM_SHA256');
});
