import { describe, expect, test } from 'vitest';
import { askForFiles, askForPaths, askForServer, askForText, askForUrl } from './importAsk.ts';
import { fakeBridge } from '#renderer/fakeBridge.ts';

describe('what is asked to be read', () => {
  test('of one file is called by its name, of several by their number', () => {
    expect(askForPaths(['/home/ada/halden.p7b'])).toMatchObject({ value: { title: 'halden.p7b' } });
    expect(askForPaths(['/a.pem', '/b.pem'])).toMatchObject({ value: { title: '2 files' } });
    expect(askForPaths(['/home/ada/pki/'])).toMatchObject({ value: { title: 'pki' } });
  });

  test('of more files than can be taken is refused before anything is read', () => {
    expect(askForPaths(Array.from({ length: 1001 }, () => '/a.pem'))).toMatchObject({ ok: false });
  });

  test('of files without a path are their bytes', async () => {
    fakeBridge({});

    const asked = await askForFiles([new File([Uint8Array.of(1, 2)], 'dropped.der')]);

    expect(asked).toMatchObject({
      value: { sources: [{ kind: 'bytes', name: 'dropped.der', bytes: Uint8Array.of(1, 2) }] },
    });
  });

  test('of a text that is too long says so', () => {
    expect(askForText('x'.repeat(16_000_001))).toMatchObject({ ok: false });
  });
});

describe('a server', () => {
  test('is a host, a host with its port, or the address of a page', () => {
    expect(askForServer('api.corp')).toMatchObject({ value: { host: 'api.corp', port: 443, title: 'api.corp:443' } });
    expect(askForServer(' api.corp:8443 ')).toMatchObject({ value: { port: 8443 } });
    expect(askForServer('https://api.corp:8443/orders')).toMatchObject({ value: { host: 'api.corp', port: 8443 } });
    expect(askForServer('[::1]:8443')).toMatchObject({ value: { host: '::1', title: '[::1]:8443' } });
  });

  test('that is none, or speaks no TLS, is refused', () => {
    for (const typed of ['', 'http://api.corp', 'user:secret@api.corp', 'api.corp:99999', 'two words']) {
      expect(askForServer(typed).ok).toBe(false);
    }
  });
});

describe('an address', () => {
  test('is taken whole', () => {
    expect(askForUrl(' https://pki.corp/root.pem ')).toMatchObject({
      value: { sources: [{ kind: 'url', url: 'https://pki.corp/root.pem' }] },
    });
  });

  test('of another kind, or with a password, is refused', () => {
    for (const typed of [
      'pki.corp/root.pem',
      'ftp://pki.corp/root.pem',
      'file:///etc/passwd',
      'https://a:b@pki.corp/',
    ]) {
      expect(askForUrl(typed).ok).toBe(false);
    }
  });
});
