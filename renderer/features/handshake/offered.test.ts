import { expect, test } from 'vitest';
import { headOf, offeredGroups } from './offered.ts';
import type { TlsReport } from '#core/tls/report.ts';

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
    { name: 'TLS 1.3', chosen: false },
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
