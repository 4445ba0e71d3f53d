import { beforeEach, expect, test } from 'vitest';
import { fail, ok } from '#core/result.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { fakeBridge } from '#renderer/fakeBridge.ts';
import { useNavigation } from './navigation.ts';
import { cancelScan, followScans, goOnScan, serverKey, startScan, useScans } from './scan.ts';

const report = (state: ScanReport['state'], made: number): ScanReport => ({
  host: 'a.example',
  port: 443,
  startedAt: 0,
  elapsedMs: 0,
  state,
  connections: { made, expected: 40, byPhase: {} },
  delayMs: 100,
  versions: [],
  ciphers: [],
  groups: [],
  signatureSchemes: [],
  extras: {},
  oddities: [],
});
const key = 'a.example:443';
const known = () => useScans.getState().byServer[key];

beforeEach(() => {
  useScans.setState({ byServer: {}, selected: undefined });
  useNavigation.setState({ place: 'requests' });
});

test('a scan shows its server at once, then its progress, then its end', async () => {
  const bridge = fakeBridge({
    'scan.start': ({ id }) => {
      bridge.emit('scan.progress', { id, report: report('running', 5) });
      expect(known()?.report?.connections.made).toBe(5);
      return Promise.resolve(ok(report('complete', 40)));
    },
  });
  const stop = followScans();

  const started = startScan('a.example', 443);
  expect(useNavigation.getState().place).toBe('hosts');
  expect(useScans.getState().selected).toBe(key);
  await started;
  stop();

  expect(known()?.report?.state).toBe('complete');
});

test('one that is running is shown and not begun again, also before its first word', async () => {
  let finish: () => void = () => undefined;
  const bridge = fakeBridge({
    'scan.start': () =>
      new Promise((resolve) => {
        finish = () => {
          resolve(ok(report('complete', 40)));
        };
      }),
  });

  const first = startScan('a.example', 443);
  await startScan('a.example', 443);
  finish();
  await first;

  expect(bridge.calls.map(([name]) => name)).toEqual(['scan.start']);
});

test('words of an older scan of the same server are not heard', async () => {
  const bridge = fakeBridge({ 'scan.start': () => Promise.resolve(ok(report('complete', 40))) });
  const stop = followScans();
  await startScan('a.example', 443);

  bridge.emit('scan.progress', { id: '01920000-0000-7000-8000-000000000000', report: report('running', 1) });
  stop();

  expect(known()?.report?.state).toBe('complete');
});

test('a scan is cancelled and goes on under its id', async () => {
  const bridge = fakeBridge({
    'scan.start': () => Promise.resolve(ok(report('cancelled', 10))),
    'scan.cancel': () => Promise.resolve({ cancelled: true }),
    'scan.goOn': () => Promise.resolve(ok(report('complete', 40))),
  });
  await startScan('a.example', 443);
  const scan = known();
  if (scan === undefined) throw new Error('no scan');

  await cancelScan(scan);
  await goOnScan(scan);

  const ids = bridge.calls.map(([, input]) => (input as { readonly id: string }).id);
  expect(new Set(ids)).toEqual(new Set([scan.id]));
  expect(known()?.report?.state).toBe('complete');
});

test('a scan that is no longer kept leaves what was found', async () => {
  fakeBridge({
    'scan.start': () => Promise.resolve(ok(report('cancelled', 10))),
    'scan.goOn': () => Promise.resolve(fail({ kind: 'unknown-scan', message: '' })),
  });
  await startScan('a.example', 443);
  const scan = known();
  if (scan === undefined) throw new Error('no scan');

  await goOnScan(scan);

  expect(known()?.report?.connections.made).toBe(10);
});

test('servers are known by host and port, IPv6 in brackets', () => {
  expect(serverKey('::1', 8443)).toBe('[::1]:8443');
});
