import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Bridge } from '#core/contract.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { root } from './runtime.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
    /** Set by tests in the page. */
    stillHere?: boolean;
    ranInline?: boolean;
    violations?: string[];
  }
}

/*
 * The walls of the window (SECURITY.md): what a page could do that is not ours, should it ever get in.
 */
let app: LaunchedApp;

test.beforeAll(async () => {
  app = await launchApp();
});
test.afterAll(async () => {
  await app.close();
});

test.describe('the page', () => {
  test('has no Node and no Electron', async () => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      '__dirname',
      'electron',
      'ipcRenderer',
    ];

    const found = await app.page.evaluate((wanted) => wanted.filter((name) => name in globalThis), names);

    expect(found).toEqual([]);
  });

  test('has one name more than an empty page: the bridge', async () => {
    const extra = await app.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const ordinary = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      frame.remove();
      return Object.getOwnPropertyNames(window).filter((name) => !ordinary.has(name) && !/^\d+$/.test(name));
    });

    expect(extra).toEqual(['bridge']);
  });

  test('has a bridge of exactly three functions that cannot be changed', async () => {
    const seen = await app.page.evaluate(() => {
      'use strict';
      const attempt = (change: () => void): string => {
        try {
          change();
          return 'changed';
        } catch (error) {
          return (error as Error).name;
        }
      };
      return {
        members: Object.entries(window.bridge).map(([name, value]) => [name, typeof value]),
        replaced: attempt(() => ((window as { bridge: unknown }).bridge = {})),
        extended: attempt(() => ((window.bridge as unknown as Record<string, unknown>)['more'] = 1)),
        deleted: attempt(() => delete (window as { bridge?: unknown }).bridge),
      };
    });

    expect(seen).toEqual({
      members: [
        ['call', 'function'],
        ['on', 'function'],
        ['pathForFile', 'function'],
      ],
      replaced: 'TypeError',
      extended: 'TypeError',
      deleted: 'TypeError',
    });
  });
});

test.describe('the bridge', () => {
  test('answers a method of the contract', async () => {
    const answer = await app.page.evaluate(() => window.bridge.call('app.info', {}));

    expect(answer).toMatchObject({ ok: true, value: { runtime: app.runtime, profileFolder: app.profile } });
  });

  for (const name of ['shell.openExternal', 'constructor', '__proto__', 'toString', '']) {
    test(`refuses the unknown method ${JSON.stringify(name)}`, async () => {
      const answer = await app.page.evaluate((method) => window.bridge.call(method, {}), name);

      expect(answer).toMatchObject({ ok: false, error: { kind: 'unknown-method' } });
    });
  }

  test('refuses input that is not as the contract says', async () => {
    const inputs = [undefined, null, 1, { limit: -1 }, { limit: 10, more: 1 }, { limit: '10' }];

    const answers = await app.page.evaluate(
      (given) => Promise.all(given.map((input) => window.bridge.call('history.list', input))),
      inputs,
    );

    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { kind: 'invalid-input' } });
  });

  test('refuses a page from elsewhere, even with our preload', async () => {
    const answer = await app.evaluateMain(
      async ({ BrowserWindow }, preload) => {
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        });
        await foreign.loadURL('data:text/html,<title>foreign</title>');
        const result: unknown = await foreign.webContents.executeJavaScript("window.bridge.call('app.info', {})");
        foreign.destroy();
        return result;
      },
      join(root, 'out/preload/index.cjs'),
    );

    expect(answer).toMatchObject({ ok: false, error: { kind: 'untrusted-sender' } });
  });
});

test.describe('the window', () => {
  for (const target of ['https://example.com/', 'http://127.0.0.1:9/']) {
    test(`does not navigate to ${target}`, async () => {
      await app.page.evaluate(() => void (window.stillHere = true));
      // Asked in the main process, so that what is checked is the refusal and not a slow network.
      const prevented = app.evaluateMain(
        ({ BrowserWindow }) =>
          new Promise<boolean>((resolve) => {
            const contents = BrowserWindow.getAllWindows()[0]?.webContents;
            contents?.once('will-navigate', (details) => setImmediate(() => resolve(details.defaultPrevented)));
          }),
        undefined,
      );
      await app.evaluateMain(() => undefined, undefined);

      await app.page.evaluate((url) => void (location.href = url), target);

      expect(await prevented).toBe(true);
      expect(await app.page.evaluate(() => window.stillHere)).toBe(true);
    });
  }

  test('opens no other window, and hands only https to the system browser', async () => {
    await app.evaluateMain(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { openedByTest: opened });
      shell.openExternal = (url) => {
        opened.push(url);
        return Promise.resolve();
      };
    }, undefined);
    const addresses = ['https://example.com/docs', 'http://example.com/', 'file:///etc/passwd', 'javascript:alert(1)'];

    const windows = await app.page.evaluate((urls) => urls.map((url) => window.open(url)), addresses);
    await app.page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'https://example.com/link', target: '_blank' });
      document.body.append(link);
      link.click();
      link.remove();
    });

    expect(windows).toEqual([null, null, null, null]);
    const opened = () =>
      app.evaluateMain(() => (globalThis as unknown as { openedByTest: string[] }).openedByTest, undefined);
    await expect.poll(opened).toEqual(['https://example.com/docs', 'https://example.com/link']);
    expect(await app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, undefined)).toBe(1);
  });

  test('is given no power a page may ask for', async () => {
    const states = await app.page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'];
      const query = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return Promise.all(names.map(query));
    });
    const camera = await app.page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'given',
        (error: unknown) => (error as Error).name,
      ),
    );

    expect(states).toEqual(states.map(() => 'denied'));
    expect(['NotAllowedError', 'NotFoundError']).toContain(camera);
  });

  test('serves its files with the policy, and bodies only by their fingerprint', async () => {
    const [page, body] = await app.page.evaluate(async () => {
      const index = await fetch('./index.html');
      const missing = await fetch(`./_body/${'0'.repeat(64)}`);
      return [
        { policy: index.headers.get('content-security-policy'), sniff: index.headers.get('x-content-type-options') },
        { status: missing.status },
      ] as const;
    });

    expect(page.policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(page.policy).not.toContain('unsafe');
    expect(page.sniff).toBe('nosniff');
    expect(body.status).toBe(404);
  });
});

test.describe('the policy', () => {
  test('stops inline code and requests to elsewhere', async () => {
    const fetched = await app.page.evaluate(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations?.push(event.effectiveDirective),
      );
      document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ranInline = true' }));
      return fetch('https://example.com/').then(
        () => 'fetched',
        () => 'stopped',
      );
    });

    expect(fetched).toBe('stopped');
    expect(await app.page.evaluate(() => window.ranInline)).toBeUndefined();
    const violations = () => app.page.evaluate(() => window.violations);
    await expect.poll(violations).toEqual(['script-src-elem', 'connect-src']);
  });

  test('is violated by nothing of ours', async () => {
    await app.page.addInitScript(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        window.violations?.push(
          `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        );
      });
    });
    const errors: string[] = [];
    app.page.on('pageerror', (error) => errors.push(error.message));
    app.page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });

    await app.page.reload();
    for (const place of await app.page.getByRole('navigation', { name: 'Places' }).getByRole('link').all())
      await place.click();

    expect(await app.page.evaluate(() => window.violations)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
