import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Bridge, OutputOf } from '#core/contract.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { askOpenssl } from './openssl.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/** The private CA of the playground. */
const CA = 'Wireglass Playground Root';
const SECRET = 'Bearer story-secret-7f3a';

/*
 * The whole story of a new user, offline: send, see why it is untrusted, trust the CA for this host, send again, read the
 * chain, come back tomorrow, export the proof. One test, since each step stands on the one before.
 */
test('a private CA is seen, trusted for one host, remembered and exported', async () => {
  let app = await launchApp();
  let { page } = app;

  await test.step('a request to a server with a private CA is stopped, with the reason and the chain', async () => {
    await page.getByRole('button', { name: 'Send to Good, private CA' }).click();

    await expect(verdict(page)).toContainText('Untrusted');
    await expect(verdict(page)).toContainText('stopped before the request was sent');
    const response = page.getByRole('region', { name: 'Response' });
    await expect(response.getByRole('tab', { name: 'Why it stopped' })).toHaveAttribute('aria-selected', 'true');
    await expect(response.getByRole('article').first()).toContainText('Nobody you trust stands behind this chain');
    const chain = response.getByRole('complementary', { name: 'Chain' });
    await expect(chain).toContainText('Sent 1st · server');
    await expect(chain).toContainText(CA);
  });

  await test.step('its CA is trusted for localhost and nothing else', async () => {
    await page.getByRole('button', { name: 'Trust this CA for this host…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('It starts as exactly what you asked.');
    await dialog.getByRole('button', { name: 'Any port' }).click();
    await dialog.getByRole('button', { name: /^Trust for 1 host/ }).click();

    await expect(page.getByRole('status').filter({ hasText: 'is trusted for 1 host' })).toBeVisible();
    expect(await customAnchors(page)).toMatchObject([{ scope: ['localhost'], enabled: true }]);
  });

  await test.step('the same request is now trusted and answered', async () => {
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByRole('textbox', { name: 'New header, name' }).fill('Authorization');
    await page.getByRole('textbox', { name: 'Header 1, value' }).fill(SECRET);
    await page.getByRole('button', { name: 'Send again' }).click();

    await expect(verdict(page)).toContainText(/Trusted.*Wireglass Playground Root \(custom, localhost\).*TLS 1\.3/);
    await expect(page.getByRole('region', { name: 'Response' })).toContainText('200 OK');
  });

  await test.step('what it says of TLS is what openssl says', async () => {
    const { exchange } = await newestExchange(page);
    const { tls } = exchange.connection ?? {};
    const seen = askOpenssl(Number(new URL(exchange.request.url).port));

    expect({ version: tls?.version, cipher: tls?.cipher, chain: tls?.chain.sent }).toEqual(seen);
    expect(seen.chain.length).toBeGreaterThan(1);
    await page.getByRole('tab', { name: 'TLS', exact: true }).click();
    const summary = page.getByRole('region', { name: 'Summary' });
    await expect(summary).toContainText('TLS 1.3');
    await expect(summary).toContainText(seen.cipher);
    await page.getByRole('tab', { name: /^Certificates/ }).click();
    await expect(page.getByRole('navigation', { name: 'Chain' })).toContainText('for localhost');
  });

  await test.step('the same server by another name stays untrusted', async () => {
    const { exchange } = await newestExchange(page);
    await page.getByRole('button', { name: 'New request' }).click();
    await page.getByRole('textbox', { name: 'Address' }).fill(exchange.request.url.replace('localhost', '127.0.0.1'));
    await page.getByRole('textbox', { name: 'Address' }).press('Control+Enter');

    await expect(verdict(page)).toContainText('Untrusted');
  });

  await test.step('after a crash, history and trust are still there', async () => {
    await app.kill();
    app = await launchApp({ profile: app.profile });
    page = app.page;

    const entries = page.getByRole('listbox', { name: 'Exchanges' }).getByRole('option');
    await expect(entries).toHaveCount(3);
    await entries.filter({ hasText: '200' }).click();
    await expect(verdict(page)).toContainText(/Trusted.*Wireglass Playground Root \(custom, localhost\)/);
    await expect(page.getByRole('region', { name: 'Response' })).toContainText('200 OK');
    expect(await customAnchors(page)).toMatchObject([{ scope: ['localhost'], enabled: true }]);
    await page.getByRole('link', { name: 'Trust' }).click();
    await expect(
      page.getByRole('grid', { name: 'Anchors' }).getByRole('row', { name: new RegExp(`^${CA}`) }),
    ).toContainText('localhost');
  });

  await test.step('the history is exported as HAR without its secrets', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'wireglass-har-')), 'story.har');
    await answerSaveDialog(app, path);
    await page.getByRole('link', { name: 'Requests' }).click();
    await page.getByRole('button', { name: 'Export the history…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('table', { name: 'Secrets found' })).toContainText('authorization');
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await expect(page.getByRole('dialog', { name: '3 exchanges exported' })).toBeVisible();

    checkHar(readFileSync(path, 'utf8'));
  });

  await app.close();
});

/** The strip under the address: the verdict in words. */
function verdict(page: Page) {
  return page.getByRole('region', { name: 'Request', exact: true }).getByRole('paragraph');
}

async function customAnchors(page: Page) {
  const answer = await page.evaluate(() => window.bridge.call('trust.list', {}));
  const state = valueOf<OutputOf<'trust.list'>>(answer);
  if (!state.ok) throw new Error(state.error.kind);
  return state.value.anchors.filter((anchor) => anchor.source === 'custom');
}

async function newestExchange(page: Page) {
  const list = valueOf<OutputOf<'history.list'>>(
    await page.evaluate(() => window.bridge.call('history.list', { limit: 1 })),
  );
  const id = list.ok ? list.value.entries[0]?.id : undefined;
  const found = valueOf<OutputOf<'history.get'>>(
    await page.evaluate((wanted) => window.bridge.call('history.get', { id: wanted }), id),
  );
  if (!found.ok) throw new Error(found.error.kind);
  return found.value;
}

function valueOf<T>(answer: Awaited<ReturnType<Bridge['call']>>): T {
  if (!answer.ok) throw new Error(`${answer.error.kind}: ${answer.error.message}`);
  return answer.value as T;
}

async function answerSaveDialog(app: LaunchedApp, path: string): Promise<void> {
  await app.evaluateMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

interface Har {
  readonly log: {
    readonly version: string;
    readonly creator: { readonly name: string };
    readonly entries: readonly {
      readonly request: {
        readonly url: string;
        readonly headers: readonly { readonly name: string; readonly value: string }[];
      };
      readonly response: { readonly status: number; readonly content: { readonly text?: string } };
      readonly _securityDetails?: { readonly protocol: string; readonly issuer: string };
      readonly _tls?: { readonly version: string; readonly verdict: { readonly kind: string } };
    }[];
  };
}

function checkHar(text: string): void {
  const { log } = JSON.parse(text) as Har;
  expect(log.version).toBe('1.2');
  expect(log.creator.name).toBe('Wireglass');
  expect(log.entries.map((entry) => entry._tls?.verdict.kind)).toEqual(['untrusted', 'trusted', 'untrusted']);
  const answered = log.entries.find((entry) => entry.response.status === 200);
  expect(answered?._securityDetails).toMatchObject({
    protocol: 'TLS 1.3',
    issuer: 'Wireglass Playground Issuing CA 1',
  });
  expect(answered?._tls?.version).toBe('TLSv1.3');
  expect(() => JSON.parse(answered?.response.content.text ?? '') as unknown).not.toThrow();
  expect(answered?.request.headers.map((header) => header.name.toLowerCase())).toContain('authorization');
  expect(text).not.toContain(SECRET.slice(7));
}
