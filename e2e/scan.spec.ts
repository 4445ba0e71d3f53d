import { mkdtempSync, readFileSync } from 'node:fs';
import { connect, createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';

/*
 * The place "Hosts" and the scan of a server in it.
 */
let app: LaunchedApp;
let page: Page;
let tls: Server;
/** The same server, slow enough to be looked at while it is scanned. */
let slow: Server;
let ssh: Server;

// One window for all: each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  const leaf = issue({
    subject: '/CN=localhost',
    issuer: issueRoot(),
    newkey: ['rsa:2048'],
    extensions: leafExtensions('localhost', '127.0.0.1'),
  });
  tls = await listening(
    createTls({ key: leaf.key, cert: leaf.cert, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }, (socket) =>
      socket.on('error', () => undefined),
    ),
  );
  slow = await listening(
    createTcp((socket) => {
      socket.on('error', () => undefined);
      setTimeout(() => {
        const other = connect(portOf(tls), '127.0.0.1', () => socket.pipe(other).pipe(socket));
        other.on('error', () => socket.destroy());
      }, 25);
    }),
  );
  ssh = await listening(createTcp((socket) => socket.on('error', () => undefined).write('SSH-2.0-Test\r\n')));
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize({ width: 1280, height: 800 });
});
test.afterAll(async () => {
  await app.close();
  for (const server of [tls, slow, ssh]) server.close();
});

async function listening<S extends Server>(server: S): Promise<S> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const progress = () => page.getByRole('region', { name: 'Progress' });
const section = (name: string | RegExp) => page.getByRole('region', { name });

async function scanAnother(server: string): Promise<void> {
  await page.getByRole('button', { name: 'Scan another server…' }).click();
  await page.getByRole('textbox', { name: 'Server' }).fill(server);
  await page.keyboard.press('Enter');
}

/** What is wrong with the page for people who do not see or point, in the words of axe. */
async function faults(): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('the place asks for a server, and says what a scan does', async () => {
  await page.getByRole('link', { name: 'Hosts' }).click();

  await expect(page.getByRole('heading', { name: 'Scan a server' })).toBeVisible();
  await expect(page.getByText('It sends no request and shows no client certificate.')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Hosts' })).toContainText('No hosts yet');
  expect(await faults()).toEqual([]);
});

test('what is no server is told at the field', async () => {
  await page.getByRole('textbox', { name: 'Server' }).fill('http://plain.example');
  await page.keyboard.press('Enter');

  await expect(page.getByText('A host, with a port when it is not 443: api.example:8443')).toBeVisible();
});

test('a scan that is cancelled keeps what it found, and goes on from there', async () => {
  await page.getByRole('textbox', { name: 'Server' }).fill(`localhost:${String(portOf(slow))}`);
  await page.keyboard.press('Enter');
  await expect(progress()).toContainText('of about');
  await expect(section(/^Cipher suites, TLS 1.2/)).toBeVisible();

  await progress().getByRole('button', { name: 'Cancel' }).click();

  await expect(progress()).toContainText(/Cancelled after \d+ connections/);
  await expect(progress()).toContainText(/from rank \d+ on, .* were not tried/);
  await expect(section('Versions')).toContainText('Withdrawn since 2021');
  await expect(page.getByRole('button', { name: 'Go on' })).toBeFocused();
  expect(await faults()).toEqual([]);

  await page.keyboard.press('Enter');
  await expect(progress()).toContainText('everything was tried', { timeout: 30_000 });
  await expect(section('Resumption and extras')).toContainText('session tickets');
});

test('what should change stands beside it, with reasons and without a grade', async () => {
  const panel = page.getByRole('complementary', { name: 'What to change' });

  await expect(panel).toContainText(/\d things to change/);
  await expect(panel).toContainText('Reasons, not a grade.');
  await expect(panel).toContainText('Turn off TLS 1.0 and 1.1');
  await expect(panel).toContainText('RFC 8996');
  expect(await faults()).toEqual([]);
});

test('a scan is saved as JSON and as a report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-scan-'));
  await app.evaluateMain(({ dialog }, target) => {
    dialog.showSaveDialog = ((...given: readonly unknown[]) => {
      const { defaultPath = '' } = given.at(-1) as { readonly defaultPath?: string };
      return Promise.resolve({ canceled: false, filePath: `${target}/${defaultPath.split('/').at(-1) ?? ''}` });
    }) as never;
  }, folder);

  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: 'Save as JSON…' }).click();
  await expect(page.getByText(/^Saved to .*\.json$/)).toBeVisible();
  await page.getByRole('button', { name: 'Report for the owner…' }).click();
  await expect(page.getByText(/^Saved to .*\.txt$/)).toBeVisible();

  const base = `scan-localhost_${String(portOf(slow))}`;
  const saved = JSON.parse(readFileSync(join(folder, `${base}.json`), 'utf8')) as { readonly state: string };
  expect(saved.state).toBe('complete');
  expect(readFileSync(join(folder, `${base}.txt`), 'utf8')).toContain('Turn off TLS 1.0 and 1.1');
});

test('the certificate of a scan opens in the viewer', async () => {
  await page.getByRole('button', { name: 'Certificate', exact: true }).click();

  await expect(page.getByText(/from the scan at \d\d:\d\d/)).toBeVisible();
  await page.getByRole('link', { name: 'Hosts' }).click();
});

test('a port that speaks something else is named', async () => {
  await scanAnother(`127.0.0.1:${String(portOf(ssh))}`);

  await expect(page.getByRole('alert')).toContainText('SSH');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(await faults()).toEqual([]);
});

test('a server that cannot be reached is told with what to do', async () => {
  await scanAnother('127.0.0.1:1');

  await expect(page.getByRole('alert')).toContainText('127.0.0.1');
});

test('hosts of the history and of scans stand in one list, and arrows choose among them', async () => {
  const { page: window } = app;
  await window.getByRole('link', { name: 'Requests' }).click();
  await window.getByRole('textbox', { name: 'Address' }).fill(`https://localhost:${String(portOf(tls))}/`);
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('region', { name: 'Request', exact: true }).getByRole('paragraph')).toContainText(
    'Untrusted',
  );
  await window.keyboard.press('Control+2');

  const list = window.getByRole('listbox', { name: 'Hosts' });
  await expect(list.getByRole('option')).toHaveCount(4);
  const seen = list.getByRole('option', { name: `localhost:${String(portOf(tls))}, Untrusted, untrusted` });
  await seen.click();
  await expect(window.getByRole('heading', { name: 'Not scanned yet' })).toBeVisible();
  await list.press('Home');
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await list.press('End');
  await expect(list.getByRole('option').last()).toHaveAttribute('aria-selected', 'true');

  await window.getByRole('searchbox', { name: 'Filter hosts' }).fill('nowhere');
  await expect(window.getByText('No host matches')).toBeVisible();
  await window.getByRole('button', { name: 'Show all' }).click();
  await expect(list.getByRole('option')).toHaveCount(4);
  expect(await faults()).toEqual([]);
});
