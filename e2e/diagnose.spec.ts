import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Bridge, OutputOf } from '#core/contract.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/*
 * Finding out why, clicked through: the missing certificate, the handshake that is broken off, the report for the owner.
 * Offline: the playground and servers on this computer alone.
 */
let app: LaunchedApp;
let page: Page;
let http: Server;
let silent: Server;

// One window for all: each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  http = await listening(createHttp((_, response) => response.end('plain')));
  // Hangs up once, then says nothing any more.
  let hungUp = false;
  silent = await listening(
    createServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => {
          if (!hungUp) socket.destroy();
          hungUp = true;
        });
    }),
  );
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
});
test.afterAll(async () => {
  await app.close();
  http.close();
  silent.close();
});

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const portOf = (server: Server): string => String((server.address() as AddressInfo).port);
const response = () => page.getByRole('region', { name: 'Response' });

async function sendTo(url: string): Promise<void> {
  await page.keyboard.press('Control+l');
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.keyboard.press('Control+Enter');
}

async function playground(): Promise<OutputOf<'playground.state'>> {
  const state = async () => {
    const answer = await page.evaluate(() => window.bridge.call('playground.state', {}));
    if (!answer.ok) throw new Error(answer.error.kind);
    return answer.value as OutputOf<'playground.state'>;
  };
  await expect.poll(async () => (await state()).status).toBe('on');
  return state();
}

async function urlOf(id: string): Promise<string> {
  return (await playground()).servers.find((server) => server.id === id)?.url ?? '';
}

async function trustPlayground(): Promise<void> {
  const { ca } = await playground();
  const answer = await page.evaluate(
    (pem) => window.bridge.call('trust.add', { anchors: [{ pem, scope: ['localhost'], origin: { kind: 'paste' } }] }),
    ca?.pem,
  );
  expect(answer).toMatchObject({ ok: true });
}

async function answerSaveDialog(path: string): Promise<void> {
  await app.evaluateMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

async function expectNoViolations(): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('  ')}`)).toEqual([]);
  }
}

test.describe('a certificate in between was not sent', () => {
  test('nobody is asked for it before the button is pressed, which names whom', async () => {
    await sendTo(await urlOf('missing-intermediate'));
    const finding = response().getByRole('article').filter({ hasText: 'certificate was not sent' });

    await expect(finding.getByRole('button', { name: 'Fetch the missing certificate' })).toBeVisible();
    await expect(finding).toContainText(/One request to localhost:\d+, the address in the certificate\./);
    await expect(finding.getByRole('region', { name: 'What was found' })).toHaveCount(0);
  });

  test('fetched, it leads to a root that nobody here trusts; trusting it is not offered, as it would not help', async () => {
    await response().getByRole('button', { name: 'Fetch the missing certificate' }).click();
    const found = response().getByRole('status', { name: 'What was found' });

    await expect(found).toContainText('which nobody here trusts');
    await expect(found).toContainText('The server should also send');
    await expect(found.getByRole('list', { name: 'Requests made' })).toContainText(
      /GET http:\/\/localhost:\d+\/issuing\.cer: 200/,
    );
    await expect(found.getByRole('button', { name: /^Trust/ })).toHaveCount(0);
    await expectNoViolations();
  });

  test('once the root is trusted, the chain is proven incomplete, and shown completed', async () => {
    await trustPlayground();
    await sendTo(await urlOf('missing-intermediate'));
    await response().getByRole('button', { name: 'Fetch the missing certificate' }).click();

    await expect(response().getByRole('heading', { name: /^Incomplete chain: the server must send/ })).toBeVisible();
    const chain = response().getByRole('complementary', { name: 'Chain' });
    await expect(chain).toContainText('Not sent · intermediate');
    await expect(chain).not.toContainText('Missing · intermediate');
    await expectNoViolations();
  });

  test('what was fetched is saved as the PEM that the server must send', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'wireglass-diagnose-')), 'missing.pem');
    await answerSaveDialog(path);

    await response().getByRole('button', { name: 'Save the certificate…' }).click();

    await expect(page.getByText(`Saved to ${path}`)).toBeVisible();
    expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  });

  test('the report for the server’s owner has it all, and nothing of the request', async () => {
    await response().getByRole('button', { name: 'Report for the server’s owner…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report for the server’s owner' });
    await expect(dialog).toContainText('The issuer’s certificate was not sent');
    await expect(dialog).toContainText('To be added to what the server sends');
    await expectNoViolations();

    const path = join(mkdtempSync(join(tmpdir(), 'wireglass-diagnose-')), 'report.txt');
    await answerSaveDialog(path);
    await dialog.getByRole('button', { name: 'Save…' }).click();

    await expect(page.getByText(`Saved to ${path}`)).toBeAttached();
    expect(readFileSync(path, 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(readFileSync(path, 'utf8')).not.toContain('/orders');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});

test.describe('a handshake that is broken off', () => {
  test('is tried in other ways by keyboard, and the reason is said', async () => {
    await sendTo(await urlOf('breaks-off'));
    await expect(response()).toContainText('The server broke off the TLS handshake');
    const panel = response().getByRole('region', { name: 'Find out why' });
    await expect(panel).toContainText('nothing of your request is sent');
    await panel.getByRole('button', { name: 'Find out why' }).focus();

    await page.keyboard.press('Enter');

    await expect(panel.getByRole('article').first()).toContainText('The server stumbles over ALPN');
    const tried = panel.getByRole('list', { name: 'Ways tried' });
    await expect(tried.getByRole('listitem')).toHaveCount(11);
    await expect(tried.getByRole('listitem').filter({ hasText: 'Without ALPN' })).toContainText('succeeded, TLS 1.3');
    await expect(tried.getByRole('listitem').filter({ hasText: 'Offering HTTP/2' })).toContainText('alert 120');
    await expectNoViolations();
  });

  test('its report tells what was tried', async () => {
    await response().getByRole('button', { name: 'Report for the server’s owner…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report for the server’s owner' });

    await expect(dialog).toContainText('What else was tried');
    await expect(dialog).toContainText('The server stumbles over ALPN');
    await page.keyboard.press('Escape');
  });

  test('the trying can be stopped, and what was found stays', async () => {
    await sendTo(`https://127.0.0.1:${portOf(silent)}/`);
    const panel = response().getByRole('region', { name: 'Find out why' });
    await panel.getByRole('button', { name: 'Find out why' }).click();
    await expect(panel).toContainText('Trying 1 of 11 ways');

    await panel.getByRole('button', { name: 'Cancel' }).click();

    await expect(panel).toContainText('You stopped it');
    await expect(panel.getByRole('button', { name: 'Try all again' })).toBeVisible();
  });
});

test('a port that speaks plain HTTP offers to change the address, and sends nothing by that', async () => {
  const url = `https://127.0.0.1:${portOf(http)}/x`;
  await sendTo(url);
  await response().getByRole('button', { name: 'Change the address to http://' }).click();

  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(url.replace('https', 'http'));
  await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused();
  await expect(response()).toContainText('speaks plain HTTP, not TLS');
});

test('a revoked certificate is trusted until its authority is asked, in the viewer', async () => {
  await sendTo(await urlOf('revoked'));
  await expect(response()).toContainText('200 OK');
  await response()
    .getByRole('tab', { name: /^Certificates/ })
    .click();
  await response()
    .getByRole('button', { name: /Inspect/ })
    .click();
  const revocation = page.getByRole('region', { name: 'Revocation' });
  await expect(revocation).toContainText(/One request to localhost:\d+, the address in the certificate\./);

  await revocation.getByRole('button', { name: 'Fetch the revocation list' }).click();

  await expect(revocation.getByRole('status')).toContainText('localhost was revoked');
  await expect(revocation.getByRole('status')).toContainText(/GET http:\/\/localhost:\d+\/issuing\.crl: 200/);
  await expectNoViolations();
});

test('a server that wants a client certificate shows whose and which it would take', async () => {
  await sendTo(await urlOf('client-certificate'));
  const wanted = response().getByRole('region', { name: 'What the server would take' });

  await expect(wanted).toContainText('Wireglass Playground');
  await expect(wanted).toContainText('ecdsa_secp256r1_sha256');
  await expectNoViolations();
});
