import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { expect, test, type Page } from '@playwright/test';
import { bundle, clientOf } from '#testdata/identity.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';

/*
 * A day at a company, from a fresh profile: the proxy that inspects everything may vouch for the company's own hosts and for nobody
 * else; the staging server with its own certificate is accepted until Friday; one partner wants to know who asks. One test, since each
 * step stands on the one before.
 */
const pictures = process.env['WIREGLASS_STORY_PICTURES'];
const open: { close(): void }[] = [];
test.afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A server of this computer that tells what it was asked. */
async function serve(options: TlsOptions): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createTls(options, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      asked.push(String(bytes));
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  server.on('tlsClientError', () => undefined);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, asked };
}

test('a company’s proxy, a staging server and a partner are each trusted for what they are, and for no more', async () => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-trust-story-'));
  const proxy = issueRoot('/O=Contour Networks/CN=Contour Inspection CA');
  const proxied = (name: string) => issue({ subject: `/CN=${name}`, issuer: proxy, extensions: leafExtensions(name) });
  const [wiki, shop] = [proxied('wiki.corp.test'), proxied('shop.example.test')];
  const staging = issue({ subject: '/CN=staging.lab.test', extensions: leafExtensions('staging.lab.test') });
  const partnerRoot = issueRoot('/O=Brevik Havn/CN=Brevik Port Authority CA');
  const clients = issue({ subject: '/CN=Brevik Client CA', issuer: partnerRoot, extensions: caExtensions });
  const partner = issue({
    subject: '/CN=api.brevik.test',
    issuer: partnerRoot,
    extensions: leafExtensions('api.brevik.test'),
  });
  const wikiServer = await serve({ cert: wiki.cert + proxy.cert, key: wiki.key });
  const shopServer = await serve({ cert: shop.cert + proxy.cert, key: shop.key });
  const stagingServer = await serve({ cert: staging.cert, key: staging.key });
  const partnerServer = await serve({
    ...{ cert: partner.cert, key: partner.key, ca: clients.cert + partnerRoot.cert },
    requestCert: true,
    rejectUnauthorized: true,
  });

  let app = await launchApp();
  let page = await ready(app);

  await test.step('the proxy’s CA is imported for *.corp.test only', async () => {
    const path = join(folder, 'contour.pem');
    writeFileSync(path, proxy.cert);
    await chooses(app, path);
    await page.getByRole('link', { name: 'Trust' }).click();
    await page.getByRole('button', { name: 'Import…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Choose files…' }).click();
    const scope = dialog.getByRole('textbox', { name: 'Trust Contour Inspection CA for' });
    await scope.fill('*.corp.test');
    await scope.press('Enter');
    await expect(dialog).not.toContainText('For every host.');
    await picture(page, 'proxy');
    await dialog.getByRole('button', { name: 'Trust 1 CA' }).click();
    await expect(dialog).toHaveCount(0);
  });

  await test.step('it vouches for the wiki, and not for the shop behind the same proxy', async () => {
    await send(page, `https://wiki.corp.test:${wikiServer.port}/pages`);
    await expect(verdict(page)).toContainText(/Trusted.*Contour Inspection CA \(custom, \*\.corp\.test\)/);

    await send(page, `https://shop.example.test:${shopServer.port}/cart`);
    await expect(verdict(page)).toContainText('Untrusted');
    await expect(page.getByRole('region', { name: 'Response' })).toContainText('*.corp.test');
    expect(shopServer.asked).toEqual([]);
    await picture(page, 'shop');
  });

  await test.step('the staging server’s own certificate is accepted until Friday', async () => {
    await send(page, `https://staging.lab.test:${stagingServer.port}/health`);
    await expect(verdict(page)).toContainText('Untrusted');
    await page.getByRole('button', { name: 'Exception until…' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Exception for one server' });
    await dialog.getByRole('textbox', { name: 'Date and time' }).fill(nextFriday());
    await dialog.getByRole('textbox', { name: 'Note' }).fill('New certificate ordered');
    await picture(page, 'staging');
    await dialog.getByRole('button', { name: /^Accept 1 problem until/ }).click();
    await expect(dialog).toHaveCount(0);
    expect(stagingServer.asked).toEqual([]);
    await page.getByRole('button', { name: 'Send again' }).click();

    await expect(verdict(page)).toContainText(/Excepted.*accepted until Fri/);
    await expect(page.getByRole('region', { name: 'Response' })).toContainText('200 OK');
  });

  await test.step('the partner’s CA is trusted for its host, and then learns who asks', async () => {
    const client = clientOf(clients, '/CN=halden-freight-api');
    const path = join(folder, 'halden.p12');
    writeFileSync(path, bundle(folder, client, clients.cert + partnerRoot.cert, 'geheim'));
    const partnerCa = join(folder, 'brevik.pem');
    writeFileSync(partnerCa, partnerRoot.cert);
    await chooses(app, partnerCa);
    await page.getByRole('link', { name: 'Trust' }).click();
    await page.getByRole('button', { name: 'Import…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Choose files…' }).click();
    const scope = dialog.getByRole('textbox', { name: 'Trust Brevik Port Authority CA for' });
    await scope.fill('api.brevik.test');
    await scope.press('Enter');
    await dialog.getByRole('button', { name: 'Trust 1 CA' }).click();
    await expect(dialog).toHaveCount(0);

    await send(page, `https://api.brevik.test:${partnerServer.port}/manifests`);
    await expect(page.getByRole('region', { name: 'What the server would take' })).toContainText('Brevik Client CA');
    await chooses(app, path);
    await page.getByRole('button', { name: 'Use a client certificate…' }).click();
    const adding = page.getByRole('dialog', { name: 'Add a client certificate' });
    await adding.getByRole('button', { name: /^Choose/ }).click();
    await adding.getByRole('textbox', { name: 'Password of halden.p12' }).fill('geheim');
    await adding.getByRole('textbox', { name: 'Password of halden.p12' }).press('Enter');
    await expect(adding.getByRole('list', { name: 'Checked' })).toContainText(
      'The private key belongs to the certificate.',
    );
    await picture(page, 'partner');
    await adding.getByRole('button', { name: /^Add for/ }).click();
    await expect(adding).toHaveCount(0);
    expect(partnerServer.asked).toEqual([]);
    await page.getByRole('button', { name: 'Send again' }).click();

    await expect(page.getByRole('region', { name: 'Response' })).toContainText('200 OK');
    await page.getByRole('tab', { name: 'TLS' }).click();
    await expect(page.getByRole('region', { name: 'Response' })).toContainText('halden-freight-api');
    await picture(page, 'partner-tls');
  });

  await test.step('the partner’s certificate was shown to nobody else', async () => {
    await send(page, `https://wiki.corp.test:${wikiServer.port}/again`);
    await expect(verdict(page)).toContainText('Trusted');
    await expect(page.getByRole('region', { name: 'Response' })).not.toContainText('halden-freight-api');
  });

  await test.step('tomorrow all of it stands, the key in memory is gone and says so, and the store can be handed on', async () => {
    await app.close();
    app = await launchApp({ profile: app.profile });
    page = await ready(app);
    await send(page, `https://wiki.corp.test:${wikiServer.port}/tomorrow`);
    await expect(verdict(page)).toContainText('Trusted');
    await send(page, `https://staging.lab.test:${stagingServer.port}/tomorrow`);
    await expect(verdict(page)).toContainText(/Excepted.*accepted until Fri/);

    await page.getByRole('link', { name: 'Trust' }).click();
    await page.getByRole('tab', { name: /Client certificates/ }).click();
    await expect(page.getByRole('tabpanel')).toContainText('halden-freight-api');
    await expect(page.getByRole('tabpanel')).toContainText('that session only');
    await picture(page, 'identities');
    await page.getByRole('tab', { name: /Exceptions/ }).click();
    await expect(page.getByRole('tabpanel')).toContainText(`staging.lab.test:${stagingServer.port}`);
    await picture(page, 'exceptions');
    await page.getByRole('tab', { name: 'Audit' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('Contour Inspection CA was trusted');
    await picture(page, 'audit');

    const saved = join(folder, 'trust.json');
    await app.evaluateMain(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, saved);
    await page.getByRole('tab', { name: /Anchors/ }).click();
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('menuitem', { name: 'Whole trust store as one file…' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'saved to' })).toBeVisible();
    const file = readFileSync(saved, 'utf8');
    expect(JSON.parse(file)).toMatchObject({
      anchors: [{ label: 'Brevik Port Authority CA' }, { label: 'Contour Inspection CA', scope: ['*.corp.test'] }],
      exceptions: [{ host: 'staging.lab.test', accepted: ['self-signed'], note: 'New certificate ordered' }],
    });
    expect(file).not.toContain('PRIVATE KEY');
  });
  await app.close();
});

const verdict = (page: Page) => page.getByRole('region', { name: 'Request', exact: true }).getByRole('paragraph');

/** The window, with names under .test leading to this computer, as a hosts file would have them. */
async function ready(app: LaunchedApp): Promise<Page> {
  await app.evaluateMain(() => {
    const dns = process.getBuiltinModule('node:dns');
    const lookup = dns.lookup.bind(dns) as (host: string, ...rest: unknown[]) => void;
    Object.assign(dns, {
      lookup: (host: string, ...rest: unknown[]) => {
        lookup(host.endsWith('.test') ? '127.0.0.1' : host, ...rest);
      },
    });
    process.getBuiltinModule('node:module').syncBuiltinESMExports();
  }, undefined);
  const { page } = app;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize({ width: 1280, height: 800 });
  return page;
}

async function send(page: Page, url: string): Promise<void> {
  await page.keyboard.press('Control+l');
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.keyboard.press('Control+Enter');
}

/** The next system dialog that asks for files is answered with this one. */
async function chooses(app: LaunchedApp, path: string): Promise<void> {
  await app.evaluateMain(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

/** Friday of next week at six: never today. As the field writes it. */
function nextFriday(): string {
  const day = new Date();
  day.setDate(day.getDate() + ((5 - day.getDay() + 7) % 7) + 7);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} 18:00`;
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
  }
}
