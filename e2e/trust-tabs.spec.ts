import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls, type Server, type TlsOptions } from 'node:tls';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { InputOf, MethodName, OutputOf } from '#core/contract.ts';
import { acceptable } from '#core/trust/exception.ts';
import { blocks } from '#core/trust/verdict.ts';
import { clientOf } from '#testdata/identity.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { chooseRuntime } from './runtime.ts';

/*
 * The lists of the trust page beside the anchors: exceptions, client certificates, what is refused, and the audit; with servers of this
 * computer that change what they show, and certificates that openssl made. WIREGLASS_TABS_PICTURES=folder takes pictures on the way.
 */
const pictures = process.env['WIREGLASS_TABS_PICTURES'];
const DAY = 86_400_000;
const names = leafExtensions('localhost', '127.0.0.1');

let app: LaunchedApp;
let page: Page;
const open: { close(): void }[] = [];

test.beforeAll(async () => {
  const keyring = join(mkdtempSync(join(tmpdir(), 'wireglass-keyring-')), 'keyring');
  app = await launchApp({ args: ['--password-store=gnome-libsecret'], env: { WIREGLASS_HOST_KEYRING: keyring } });
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize({ width: 1280, height: 800 });
});
test.afterAll(async () => {
  for (const server of open) server.close();
  await app.close();
});

async function call<N extends MethodName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const answer = await page.evaluate(([method, given]) => window.bridge.call(method, given), [name, input] as const);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as OutputOf<N>;
}

async function trust() {
  const state = await call('trust.list', {});
  if (!state.ok) throw new Error(state.error.kind);
  return state.value;
}

async function openTab(name: string): Promise<void> {
  await page.getByRole('link', { name: 'Trust' }).click();
  await page.getByRole('tab', { name }).click();
}

const table = (name: string) => page.getByRole('table', { name });
/** The names of the rows: an opened row has a second one for what it shows. */
const rowNames = () => page.getByRole('tabpanel').locator('[data-row-name]');
const rowName = (name: string | RegExp) => page.getByRole('tabpanel').getByRole('button', { name, exact: true });

async function picture(name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  for (const [width, height] of [
    [1280, 800],
    [1600, 1000],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function expectNoViolations(): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('  ')}`)).toEqual([]);
  }
}

interface OwnServer {
  readonly port: number;
  readonly url: string;
  /** Shows another certificate from the next handshake on. */
  show(next: Issued): void;
}

async function ownServer(first: Issued): Promise<OwnServer> {
  const options = ({ cert, key }: Issued): TlsOptions => ({ cert, key });
  const server: Server = createTls(options(first), (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `https://localhost:${port}/orders`,
    show: (next) => {
      server.setSecureContext(options(next));
    },
  };
}

/** Sends a request as the window does; its verdict and what was wrong. */
async function send(url: string) {
  await page.keyboard.press('Control+t');
  await page.keyboard.press('Control+l');
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.keyboard.press('Control+Enter');
  const newest = async () => {
    const listed = await call('history.list', { limit: 1 });
    return listed.ok ? listed.value.entries[0] : undefined;
  };
  await expect(page.getByRole('region', { name: 'Request', exact: true }).getByRole('paragraph')).toContainText(
    /Untrusted|Excepted/,
  );
  await expect.poll(async () => (await newest())?.url).toBe(url);
  const entry = await newest();
  const found = await call('history.get', { id: entry?.id ?? '' });
  if (!found.ok) throw new Error(found.error.kind);
  return found.value;
}

/** Accepts all that stops the server now. */
async function except(server: OwnServer, pem: string, end: InputOf<'trust.except'>['end'], note?: string) {
  const { exchange } = await send(server.url);
  const findings = exchange.connection?.tls?.verdict.findings ?? [];
  const accepted = [...new Set(findings.filter(blocks).map(({ kind }) => kind))].filter(acceptable);
  const made = await call('trust.except', {
    ...{ host: 'localhost', port: server.port, pem, accepted, end },
    ...(note === undefined ? {} : { note }),
  });
  expect(made).toMatchObject({ ok: true });
}

function sha256Of(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
}

async function expectOpen(row: Locator): Promise<void> {
  await expect(row).toHaveAttribute('aria-expanded', 'true');
}

test('each list says what it is for while it is empty', async () => {
  for (const [tab, title] of [
    ['Exceptions', 'No exception'],
    ['Client certificates', 'No client certificate'],
    ['Refused', 'Nothing is refused'],
    ['Audit', 'No decision yet'],
  ] as const) {
    await openTab(tab);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expectNoViolations();
    await picture(`empty-${tab.split(' ')[0] ?? ''}`);
  }
});

test.describe('exceptions', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const root = issueRoot('/O=Halden Freight/CN=Halden Lab CA');
  const first = issue({ subject: '/CN=wms-test.halden.internal', issuer: root, extensions: names });
  const expired = issue({
    subject: '/CN=wms-test.halden.internal',
    ...{ issuer: root, extensions: names, notBefore: '20240101000000Z', notAfter: '20260301000000Z' },
  });
  const nas = issue({ subject: '/CN=nas', extensions: leafExtensions('nas.lab') });
  let wms: OwnServer;
  let printer: OwnServer;

  test('are listed with what they accept, until when and how often they were used', async () => {
    wms = await ownServer(first);
    printer = await ownServer(nas);
    const old = await ownServer(expired);
    await except(wms, first.cert, { kind: 'forever' }, 'platform migration');
    await except(printer, nas.cert, { kind: 'session' });
    const end = Date.now() + 1500;
    await except(old, expired.cert, { kind: 'date', at: end }, 'certificate ordered');
    await send(wms.url);
    await expect.poll(() => Date.now()).toBeGreaterThan(end);

    await openTab('Exceptions');

    const rows = table('Exceptions').getByRole('row');
    await expect(rows.nth(1)).toContainText(/this run.*until you quit.*0×/);
    await expect(rows.nth(1)).toContainText('another name');
    await expect(rows.nth(2)).toContainText(/platform migration.*issuer not sent.*no end.*1×/);
    await expect(rows.nth(3)).toContainText(/certificate ordered.*ended today/);
    await expect(page.getByRole('tabpanel')).toContainText('2 in force, 1 ended');
    await expectNoViolations();
  });

  test('are opened, walked through and closed by keyboard alone', async () => {
    await rowName(`localhost:${printer.port}`).focus();
    await page.keyboard.press('ArrowDown');
    await expect(rowName(`localhost:${wms.port}`)).toBeFocused();
    await page.keyboard.press('Enter');
    await expectOpen(rowName(`localhost:${wms.port}`));
    await expect(table('Exceptions')).toContainText(
      /You accepted \d problems? of the certificate wms-test\.halden\.internal/,
    );
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await expect(rowName(`localhost:${printer.port}`)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await expect(rowName(`localhost:${wms.port}`)).toHaveAttribute('aria-expanded', 'false');
  });

  test('get another end, which the button says, and the way back', async () => {
    await rowName(`localhost:${wms.port}`).click();
    await page.getByRole('button', { name: 'Change end or note…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await dialog.getByRole('radio', { name: 'This run' }).click();
    await expectNoViolations();
    await picture('exception-edit');
    await dialog.getByRole('button', { name: 'Accept for this run' }).click();
    await expect(dialog).toBeHidden();
    await expect
      .poll(async () => (await trust()).exceptions.find(({ port }) => port === wms.port)?.end.kind)
      .toBe('session');

    await page.getByRole('button', { name: 'Undo' }).last().click();

    await expect
      .poll(async () => (await trust()).exceptions.find(({ port }) => port === wms.port)?.end.kind)
      .toBe('forever');
  });

  test('that stop again come first and say what the server showed', async () => {
    wms.show(expired);
    await send(wms.url);
    await openTab('Exceptions');

    const stopped = table('Exceptions').getByRole('row').nth(1);
    await expect(stopped).toContainText('stopped again');
    if ((await rowName(`localhost:${wms.port}`).getAttribute('aria-expanded')) !== 'true')
      await rowName(`localhost:${wms.port}`).click();
    await expect(table('Exceptions')).toContainText(/Stopped again today \d\d:\d\d, before anything was sent\./);
    await expect(table('Exceptions')).toContainText('with a problem you did not accept: it expired on 1 Mar 2026.');
    await expectNoViolations();
    await picture('exceptions');
  });

  test('lead to both certificates side by side, and to the exchange', async () => {
    await page.getByRole('button', { name: 'Compare the two' }).click();
    await expect(page.getByText('accepted by you').first()).toBeVisible();
    await openTab('Exceptions');
    await page.getByRole('button', { name: 'Open the exchange' }).click();
    await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(wms.url);
    await openTab('Exceptions');
    await page.getByRole('button', { name: 'Show certificate' }).click();
    await expect(page.getByText('accepted by you').first()).toBeVisible();
    await openTab('Exceptions');
  });

  test('are renewed for the new certificate with all that was wrong', async () => {
    await page.getByRole('button', { name: 'Renew for the new certificate…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exception for one server' });
    await expect(dialog.getByRole('textbox', { name: 'Note' })).toHaveValue('platform migration');
    await dialog.getByRole('radio', { name: 'This run' }).click();
    await dialog.getByRole('button', { name: /^Accept/ }).click();
    await expect(dialog).toBeHidden();

    const made = (await trust()).exceptions.find(({ port }) => port === wms.port);
    expect(made).toMatchObject({ leaf: sha256Of(expired.cert), end: { kind: 'session' } });
    expect(made?.accepted).toContain('expired');
    expect(made?.stopped).toBeUndefined();
  });

  test('are found by fingerprint, and the ended ones go at once, with a way back', async () => {
    const filter = page.getByRole('searchbox', { name: 'Filter by host, name or fingerprint' });
    await filter.fill(new X509Certificate(nas.cert).fingerprint256);
    await expect(rowNames()).toHaveCount(1);
    await filter.fill('nothing of this kind');
    await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
    await filter.fill('');

    await page.getByRole('button', { name: 'Remove ended' }).click();
    await expect(rowNames()).toHaveCount(2);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(rowNames()).toHaveCount(3);
    await rowName(`localhost:${printer.port}`).focus();
    await page.keyboard.press('Delete');
    await expect(rowNames()).toHaveCount(2);
    await expect(page.locator(':focus')).toHaveAccessibleName(/^localhost:/);
  });
});

test.describe('client certificates', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const ca = issueRoot('/O=Brevik Port Authority/CN=Brevik Port Authority CA');
  const runner = clientOf(ca, '/CN=ci-runner-04');
  const api = clientOf(ca, '/CN=halden-freight-api', { notAfter: stampIn(19) });

  async function keep(pair: Issued, label: string, hosts: string[], how: 'protected' | 'session'): Promise<void> {
    const read = await call('identity.read', { sources: [{ kind: 'text', text: pair.cert + pair.key }] });
    if (!read.ok) throw new Error(read.error.kind);
    const added = await call('identity.add', { token: read.value.token, label, hosts, keep: how });
    expect(added).toMatchObject({ ok: true });
  }

  test('say who protects their key, or that nobody does', async () => {
    test.skip(chooseRuntime() !== 'host', 'Playwright starts Electron with --password-store=basic.');
    await keep(api, 'halden-freight-api', ['api.brevik-port.example'], 'protected');
    await keep(runner, 'ci-runner-04', ['*.halden.internal', '10.20.0.0/16', 'build.corp:8443'], 'session');
    await openTab('Client certificates');

    const rows = table('Client certificates').getByRole('row');
    await expect(rows.nth(1)).toContainText(/ci-runner-04.*Not protected.*this run only/);
    await expect(rows.nth(2)).toContainText(/halden-freight-api.*Protected by the system.*GNOME Keyring.*left/);
    await rowName('ci-runner-04').click();
    await expect(table('Client certificates')).toContainText('GNOME Keyring can protect it');
    await expectNoViolations();
    await picture('identities');

    await page.getByRole('button', { name: 'Protect it now…' }).click();
    await expect(rows.nth(1)).toContainText('Protected by the system');
  });

  test('are switched, renamed and given other hosts, with a way back', async () => {
    test.skip(chooseRuntime() !== 'host', 'Needs those that were kept.');
    await page.getByRole('switch', { name: 'Offer ci-runner-04' }).press('Space');
    await expect
      .poll(async () => (await trust()).identities.find(({ label }) => label === 'ci-runner-04')?.enabled)
      .toBe(false);
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'ci-runner-04' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('ci-runner-05');
    await dialog.getByRole('button', { name: 'Remove build.corp:8443' }).click();
    await expectNoViolations();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    const changed = () =>
      trust().then(({ identities }) => identities.find(({ label }) => label.startsWith('ci-runner')));
    expect(await changed()).toMatchObject({ label: 'ci-runner-05', hosts: ['*.halden.internal', '10.20.0.0/16'] });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(async () => (await changed())?.label).toBe('ci-runner-04');
  });

  test('show their chain, and are removed with a way back', async () => {
    test.skip(chooseRuntime() !== 'host', 'Needs those that were kept.');
    await page.getByRole('button', { name: 'Show certificate' }).click();
    await expect(page.getByText('your client certificate').first()).toBeVisible();
    await openTab('Client certificates');
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(rowNames()).toHaveCount(1);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(rowNames()).toHaveCount(2);
    await page.getByRole('button', { name: 'Add…' }).click();
    await expect(page.getByRole('dialog', { name: 'Add a client certificate' })).toBeVisible();
    await page.keyboard.press('Escape');
  });
});

test.describe('what is refused', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const key = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const gateway = issueRoot('/O=Contour/CN=Contour Gateway default CA', { newkey: key });
  const pin = `sha256/${createHash('sha256')
    .update(new X509Certificate(gateway.cert).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')}`;
  const other = issue({ subject: '/O=Elsewhere/CN=Elsewhere CA', extensions: caExtensions });

  async function paste(text: string): Promise<Locator> {
    await page.getByRole('tabpanel').getByRole('button', { name: 'Refuse…', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Refuse a certificate or a key' });
    await dialog.getByRole('textbox', { name: /^Certificate in PEM/ }).fill(text);
    return dialog;
  }

  test('is pasted as a certificate, and its key may be meant', async () => {
    await call('trust.add', {
      anchors: [{ pem: gateway.cert, scope: ['gateway.lab'], origin: { kind: 'file', name: 'contour.pem' } }],
    });
    await openTab('Refused');
    const dialog = await paste(gateway.cert);
    await expect(dialog).toContainText('Contour Gateway default CA');
    await dialog.getByRole('radio', { name: 'Its key' }).click();
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Key printed in the maker’s manual');
    await expectNoViolations();
    await picture('refuse');
    await dialog.getByRole('button', { name: 'Refuse this key' }).click();

    await expect(dialog).toBeHidden();
    await expectOpen(rowName('Key of Contour Gateway default CA'));
    await expect(table('Refused')).toContainText(pin);
    await expect(table('Refused')).toContainText('1 certificate uses it');
    await expect(table('Refused')).toContainText('in your anchors');
  });

  test('is pasted as a number or a pin; what is neither is said', async () => {
    let dialog = await paste(createHash('sha1').update('x').digest('hex'));
    await expect(dialog).toContainText('SHA-1 fingerprint, which can be forged');
    await page.keyboard.press('Escape');
    dialog = await paste(pin);
    await dialog.getByRole('button', { name: 'Refuse this key' }).click();
    await expect(dialog.getByRole('alert')).toContainText('It is refused already');
    await page.keyboard.press('Escape');
    dialog = await paste(new X509Certificate(other.cert).fingerprint256);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Elsewhere CA');
    await dialog.getByRole('button', { name: 'Refuse this certificate' }).click();
    await expect(dialog).toBeHidden();
    await expect(rowName('Elsewhere CA')).toBeVisible();
    await rowName('Key of Contour Gateway default CA').click();
    await expectNoViolations();
    await picture('refused');
  });

  test('is taken back only after asking, because that widens trust', async () => {
    await page.getByRole('button', { name: 'No longer refuse…' }).click();
    const dialog = page.getByRole('dialog', { name: 'No longer refuse the key of Contour Gateway default CA?' });
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expect(dialog).toContainText('What counts again');
    await expectNoViolations();
    await page.keyboard.press('Escape');
    expect((await trust()).distrusted).toHaveLength(2);

    await page.getByRole('button', { name: 'No longer refuse…' }).click();
    await dialog.getByRole('button', { name: 'No longer refuse this key' }).click();

    await expect(rowNames()).toHaveCount(1);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(rowNames()).toHaveCount(2);
  });
});

test.describe('the audit', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const line = () => page.getByRole('tabpanel').getByRole('listitem');

  const authority = issueRoot('/O=Port Authority/CN=Port Audit CA');
  const leaf = issue({ subject: '/CN=audited.corp', extensions: leafExtensions('audited.corp') });

  test('tells every decision under its day, and which way trust moved', async () => {
    await call('trust.add', {
      anchors: [{ pem: authority.cert, scope: [], origin: { kind: 'file', name: 'port.pem' } }],
    });
    await call('trust.update', { sha256: sha256Of(authority.cert), scope: ['*.port.corp'], note: 'Compared by phone' });
    const audited = { host: 'audited.corp', port: 8443, pem: leaf.cert, note: 'audited' };
    await call('trust.except', { ...audited, accepted: ['expired', 'wrong-host'], end: { kind: 'forever' } });
    await call('trust.refuse', { kind: 'key', of: { pem: authority.cert } });
    await openTab('Audit');

    await expect(page.getByRole('region', { name: 'Today' })).toBeVisible();
    await expect(line().first()).toContainText(/Key of Port Audit CA was refused.*narrower/);
    await expect(line().nth(1)).toContainText(/Exception for audited\.corp:8443 was made.*another name.*wider/);
    await expect(line().nth(2)).toContainText(/Port Audit CA was changed.*everywhere.*\*\.port\.corp.*narrower/);
    await expect(page.getByRole('tabpanel')).toContainText('The list can only grow.');
    await expectNoViolations();
    await picture('audit');
    await page.getByRole('radio', { name: 'Wider' }).click();
    await expect(line().filter({ hasText: 'narrower' })).toHaveCount(0);
    await expect(line().filter({ hasText: 'Port Audit CA was trusted' })).toHaveCount(1);
    await page.getByRole('radio', { name: 'All' }).click();
  });

  test('leads to what a decision was about', async () => {
    await line().getByRole('button', { name: 'Port Audit CA', exact: true }).first().click();
    await expect(page.getByRole('complementary', { name: 'Port Audit CA' })).toBeVisible();
    await openTab('Audit');
    await line().getByRole('button', { name: 'Key of Port Audit CA' }).first().click();
    await expectOpen(rowName('Key of Port Audit CA'));
    await openTab('Audit');
    await line().getByRole('button', { name: 'Exception for audited.corp:8443' }).first().click();
    await expectOpen(rowName('audited.corp:8443'));
  });

  test('reads older decisions while it is scrolled, and is searched to its end', async () => {
    await page.evaluate(
      async (sha256s) => {
        for (let time = 0; time < 150; time++)
          await window.bridge.call('trust.switch', { sha256s, enabled: time % 2 === 1 });
      },
      [sha256Of(authority.cert)],
    );
    await openTab('Audit');
    await expect(line().first()).toContainText('Port Audit CA was switched on');
    expect(await line().count()).toBeLessThan(150);

    const search = page.getByRole('searchbox', { name: 'Search the decisions' });
    await search.fill('audited.corp made');
    await expect(line()).toHaveCount(1);
    await search.fill('no such thing');
    await expect(page.getByRole('heading', { name: 'Nothing matches no such thing' })).toBeVisible();
    await page.getByRole('tab', { name: 'Refused' }).click();
    await page.getByRole('tab', { name: 'Audit' }).click();

    const total = await call('trust.audit', { limit: 1 });
    await expect
      .poll(async () => {
        await page.getByRole('tabpanel').hover();
        await page.mouse.wheel(0, 20_000);
        return line().count();
      })
      .toBe(total.ok ? total.value.total : 0);
  });

  test('is saved whole', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'wireglass-audit-')), 'audit.csv');
    await app.evaluateMain(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await page.getByRole('button', { name: 'Export the audit…' }).click();
    await expect(page.getByText(`The audit was saved to ${path}`)).toBeVisible();

    const lines = readFileSync(path, 'utf8').trim().split('\r\n');
    const total = await call('trust.audit', { limit: 1 });
    expect(lines.length).toBe((total.ok ? total.value.total : 0) + 1);
  });
});

/** openssl's form of a day from now. */
function stampIn(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().replace(/[-:T]|\.\d+/g, '');
}
