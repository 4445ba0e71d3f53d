import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls, type Server, type TlsOptions } from 'node:tls';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { clientOf } from '#testdata/identity.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import type { Bridge, OutputOf } from '#core/contract.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/*
 * From a refusal to what can be done about it, clicked through: each remedy stands where the problem is shown, says for whom, until
 * when and what it does, and is never the button that a hasty Enter presses. Offline: the playground and servers on this computer.
 */
const folder = process.env['WIREGLASS_REMEDY_PICTURES'];
const SIZE = process.env['WIREGLASS_WIDE'] === undefined ? { width: 1280, height: 800 } : { width: 1600, height: 1000 };

let app: LaunchedApp;
let page: Page;

test.beforeAll(async () => {
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize(SIZE);
});
test.afterAll(async () => {
  await app.close();
});

const response = () => page.getByRole('region', { name: 'Response' });
const verdict = () => page.getByRole('region', { name: 'Request', exact: true }).getByRole('paragraph');
const finding = (title: string) => response().getByRole('article').filter({ hasText: title });

/** Sends and waits for what comes of it: a button of the answer before would take its dialog away with it. */
async function sendTo(url: string): Promise<void> {
  const before = await exchanges();
  await beginTo(url);
  await expect.poll(exchanges).toBeGreaterThan(before);
}

async function exchanges(): Promise<number> {
  const listed = await ask<OutputOf<'history.list'>>('history.list', { limit: 1 });
  return listed.ok ? listed.value.total : -1;
}

async function beginTo(url: string): Promise<void> {
  await page.keyboard.press('Control+l');
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.keyboard.press('Control+Enter');
}

async function ask<T>(name: string, input: unknown): Promise<T> {
  const answer = await page.evaluate(([method, given]) => window.bridge.call(method as string, given), [name, input]);
  if (!answer.ok) throw new Error(`${answer.error.kind}: ${answer.error.message}`);
  return answer.value as T;
}

async function playground(): Promise<OutputOf<'playground.state'>> {
  const state = () => ask<OutputOf<'playground.state'>>('playground.state', {});
  await expect.poll(async () => (await state()).status).toBe('on');
  return state();
}

async function urlOf(id: string): Promise<string> {
  return (await playground()).servers.find((server) => server.id === id)?.url ?? '';
}

async function trust() {
  const state = await ask<OutputOf<'trust.list'>>('trust.list', {});
  if (!state.ok) throw new Error(state.error.kind);
  return state.value;
}

async function picture(name: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
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
  readonly url: string;
  /** What came, request by request. */
  readonly requests: string[];
  /** Shows another certificate from the next handshake on. */
  show(next: Issued): void;
  close(): void;
}

/** A server of this computer that answers after some milliseconds; each connection serves one request. */
async function ownServer(first: Issued, answerAfterMs = 0, more: TlsOptions = {}): Promise<OwnServer> {
  const options = ({ cert, key }: Issued): TlsOptions => ({ ...more, cert, key });
  const requests: string[] = [];
  const server: Server = createTls(options(first), (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      requests.push(String(bytes));
      setTimeout(() => {
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
      }, answerAfterMs);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/orders`,
    requests,
    show: (next) => {
      server.setSecureContext(options(next));
    },
    close: () => server.close(),
  };
}

const names = leafExtensions('localhost', '127.0.0.1');

/** Presses an entry of the menu beside the good ways. */
async function chooseMore(entry: string): Promise<void> {
  await response().getByRole('region', { name: 'What happened' }).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

async function sendAgain(): Promise<void> {
  const before = await exchanges();
  await response().getByRole('button', { name: 'Send again' }).click();
  await expect.poll(exchanges).toBeGreaterThan(before);
}

test.describe('an exception', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  test('is offered beside the problems, never as the default, and lists them with the same numbers', async () => {
    await sendTo(await urlOf('expired'));
    await expect(verdict()).toContainText('Untrusted');
    await picture('refusal');
    await response().getByRole('button', { name: 'Exception until…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exception for one server' });

    await expect(dialog).toContainText('The CA behind it stays untrusted.');
    await expect(dialog).toContainText(/Only for\s*localhost:\d+/);
    await expect(dialog.getByRole('checkbox')).toHaveCount(2);
    await expect(dialog.getByRole('button', { name: /^Accept 2 problems until/ })).not.toBeFocused();
    await expect(dialog).toContainText('the server shows any other certificate, even a renewed one');
    await expect(dialog).toContainText('a third kind of problem appears');
    await picture('exception');
    await expectNoViolations();
  });

  test('may be for less than all, and says what then still stops', async () => {
    const dialog = page.getByRole('dialog', { name: 'Exception for one server' });
    const first = dialog.getByRole('checkbox').first();
    await first.press('Space');

    await expect(first).not.toBeChecked();
    await expect(dialog).toContainText('It still stops until');
    await expect(dialog.getByRole('button', { name: /^Accept 1 problem until/ })).toBeVisible();
    await first.press('Space');
  });

  test('cannot end in the past', async () => {
    const dialog = page.getByRole('dialog', { name: 'Exception for one server' });
    const end = dialog.getByRole('textbox', { name: 'Date and time' });
    const near = await end.inputValue();
    await end.fill('2020-01-01 10:00');

    await expect(dialog).toContainText('That time has passed.');
    await expect(dialog.getByRole('button', { name: /^Accept/ })).toHaveAttribute('aria-disabled', 'true');
    await end.fill(near);
  });

  test('Esc decides nothing', async () => {
    await page.keyboard.press('Escape');

    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect((await trust()).exceptions).toEqual([]);
  });

  test('accepted, one press sends again, and the strip says what was accepted and until when', async () => {
    await response().getByRole('button', { name: 'Exception until…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exception for one server' });
    await dialog.getByRole('textbox', { name: 'Note' }).fill('New certificate ordered');
    await dialog.getByRole('button', { name: /^Accept 2 problems until/ }).click();

    await expect(
      response().getByRole('status').filter({ hasText: '2 problems of this certificate are accepted' }),
    ).toBeVisible();
    const again = response().getByRole('button', { name: 'Send again' });
    await expect(again).toBeFocused();
    await picture('accepted');
    await page.keyboard.press('Enter');
    await expect(verdict()).toContainText(/Excepted.*expired.*accepted until (Mon|Tue|Wed|Thu|Fri|Sat|Sun)/);
    await expect(response()).toContainText('200 OK');
    await expect(page.getByRole('option').first()).toContainText('excepted');
    await picture('excepted');
    expect(await trust()).toMatchObject({
      exceptions: [{ accepted: ['expired', 'unknown-issuer'], note: 'New certificate ordered' }],
    });
  });

  test('helps no other server, though it shows the same authority', async () => {
    await sendTo(await urlOf('good'));

    await expect(verdict()).toContainText('Untrusted');
  });
});

test.describe('an exception that stops again', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const root = issueRoot('/CN=Nobody Knows Root');
  const first = issue({ subject: '/CN=localhost', issuer: root, extensions: names });
  const renewed = issue({ subject: '/CN=localhost', issuer: root, extensions: names });
  const elsewhere = issue({ subject: '/CN=other.test', issuer: root, extensions: leafExtensions('other.test') });
  let server: OwnServer;
  test.beforeAll(async () => {
    server = await ownServer(first);
  });
  test.afterAll(() => {
    server.close();
  });
  const stopped = (): Locator => response().getByRole('region', { name: 'Your exception stopped' });

  async function accept(end: string): Promise<void> {
    const dialog = page.getByRole('dialog', { name: 'Exception for one server' });
    await dialog.getByRole('radio', { name: end }).click();
    await dialog.getByRole('button', { name: /^Accept/ }).click();
    await expect(dialog).toHaveCount(0);
  }

  test('another certificate is told before everything else, and compared with the one that was accepted', async () => {
    await sendTo(server.url);
    await response().getByRole('button', { name: 'Exception until…' }).click();
    await accept('Forever');
    await sendAgain();
    await expect(verdict()).toContainText(/Excepted.*issuer not sent accepted without an end/);

    server.show(renewed);
    await sendTo(server.url);

    await expect(stopped()).toContainText('does not cover this');
    await expect(stopped()).toContainText('Accepted for the certificate of localhost, forever: issuer not sent.');
    await expect(stopped()).toContainText('The server shows another certificate than the one you accepted.');
    await picture('stopped-again');
    await expectNoViolations();
    await stopped().getByRole('button', { name: 'Compare the two certificates' }).click();
    await expect(page.getByRole('main')).toContainText('accepted by you');
    await expect(page.getByRole('main')).toContainText('shown now');
    await page.getByRole('link', { name: 'Requests' }).click();
  });

  test('renewed for the new certificate, it helps again', async () => {
    await stopped().getByRole('button', { name: 'Renew it for this certificate…' }).click();
    await accept('This run');
    await sendAgain();

    await expect(verdict()).toContainText(/Excepted.*accepted for this run/);
  });

  test('a new kind of problem is told by its number', async () => {
    server.show(elsewhere);
    await sendTo(server.url);

    await expect(stopped()).toContainText('New: The certificate is for another name');
  });

  test('once is for one connection', async () => {
    server.show(first);
    await sendTo(server.url);
    await stopped()
      .getByRole('button', { name: /^Renew it/ })
      .click();
    await accept('Once');
    await sendAgain();
    await expect(verdict()).toContainText(/Excepted.*accepted once/);

    await sendTo(server.url);

    await expect(verdict()).toContainText('Untrusted');
  });
});

test.describe('one send, unchecked', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const stranger = issue({ subject: '/CN=localhost', issuer: issueRoot('/CN=Stranger Root'), extensions: names });
  const secret = 'Bearer remedy-secret-4711';
  let server: OwnServer;
  test.beforeAll(async () => {
    server = await ownServer(stranger);
  });
  test.afterAll(() => {
    server.close();
  });
  const dialog = (): Locator => page.getByRole('alertdialog', { name: 'Send this once without checking?' });

  test('stands in a menu, lists what whoever answers will receive, and Cancel has the focus', async () => {
    await sendTo(server.url);
    await page.getByRole('tab', { name: 'Headers' }).first().click();
    await page.getByRole('textbox', { name: 'New header, name' }).fill('Authorization');
    await page.getByRole('textbox', { name: 'Header 1, value' }).fill(secret);
    await expect(response().getByRole('button', { name: /unchecked/i })).toHaveCount(0);
    await chooseMore('Send once, unchecked…');

    await expect(dialog().getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expect(dialog().getByRole('list', { name: 'What is sent' })).toContainText('GET /orders');
    await expect(dialog().getByRole('checkbox', { name: 'Authorization: Bearer' })).not.toBeChecked();
    await expect(dialog()).not.toContainText('remedy-secret');
    await picture('unchecked-dialog');
    await expectNoViolations();
  });

  test('Enter, pressed in haste, sends nothing', async () => {
    await page.keyboard.press('Enter');

    await expect(dialog()).toHaveCount(0);
    expect(server.requests).toEqual([]);
  });

  test('leaves the credentials out, and is marked wherever it is shown', async () => {
    await chooseMore('Send once, unchecked…');
    await dialog().getByRole('button', { name: 'Send once, unchecked' }).click();

    await expect(verdict()).toContainText(/Unchecked.*you sent this once without checking who answered/);
    await expect(response().getByText('Unchecked', { exact: true })).toBeVisible();
    await expect(page.getByRole('option').first()).toContainText('unchecked');
    await response().getByRole('tab', { name: 'TLS' }).click();
    await expect(response()).toContainText('Unchecked: sent without a check');
    await picture('unchecked-tls');
    await response().getByRole('tab', { name: 'Headers' }).click();
    await expect(response()).toContainText(/Left out, because nobody checked who answered: authorization/i);
    expect(server.requests).toHaveLength(1);
    expect(server.requests.join()).not.toContain('remedy-secret');
    await expectNoViolations();
  });

  test('what was ticked goes along, that time and no other', async () => {
    await sendTo(server.url);
    await expect(verdict()).toContainText('Untrusted');
    await chooseMore('Send once, unchecked…');
    await dialog().getByRole('checkbox', { name: 'Authorization: Bearer' }).press('Space');
    await expect(dialog()).toContainText('is sent');
    await dialog().getByRole('button', { name: 'Send once, unchecked' }).click();
    await expect(verdict()).toContainText('Unchecked');

    expect(server.requests.at(-1)).toContain(secret);
    await sendTo(server.url);
    await expect(verdict()).toContainText('Untrusted');
    expect(server.requests).toHaveLength(2);
    expect(await trust()).toMatchObject({
      exceptions: expect.not.arrayContaining([{ end: { kind: 'once' } }]) as unknown,
    });
  });
});

test.describe('a certificate that is refused', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  test('is refused from its refusal, and then no exception helps and nothing is sent unchecked', async () => {
    await sendTo(await urlOf('self-signed'));
    await chooseMore('Refuse this certificate everywhere…');
    const dialog = page.getByRole('dialog', { name: /^Refuse .* everywhere$/ });
    await expect(dialog).toContainText('Stopped as long as it shows this');
    await picture('refuse');
    await expectNoViolations();
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Seen in a leak');
    await dialog.getByRole('button', { name: 'Refuse this certificate' }).click();
    await sendAgain();

    await finding('You distrust a certificate of this chain')
      .getByRole('button', { name: 'See what you refuse' })
      .click();
    await expect(page.getByRole('tab', { name: /^Refused/ })).toHaveAttribute('aria-selected', 'true');
    await page.getByRole('link', { name: 'Requests' }).click();
    await response().getByRole('button', { name: 'Exception until…' }).click();
    const exception = page.getByRole('dialog', { name: 'Exception for one server' });
    await expect(exception).toContainText('No exception can help here');
    await expect(exception.getByRole('button', { name: /^Accept/ })).toHaveAttribute('aria-disabled', 'true');
    await picture('no-exception');
    await expectNoViolations();
    await page.keyboard.press('Escape');
    await response().getByRole('region', { name: 'What happened' }).getByRole('button', { name: 'More' }).click();
    await expect(page.getByRole('menuitem', { name: 'Send once, unchecked…' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await page.keyboard.press('Escape');
    expect(await trust()).toMatchObject({ distrusted: [{ kind: 'certificate', note: 'Seen in a leak' }] });
  });

  test('may be its key, from the chain of a response and from the viewer', async () => {
    await sendTo(await urlOf('good'));
    await response()
      .getByRole('tab', { name: /^Certificates/ })
      .click();
    await response()
      .getByRole('region', { name: 'Certificate', exact: true })
      .getByRole('button', { name: 'More' })
      .click();
    await page.getByRole('menuitem', { name: 'Refuse it everywhere…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Refuse .* everywhere$/ });
    await dialog.getByRole('radio', { name: 'Its key' }).click();
    await expect(dialog).toContainText('Every certificate of this key');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);

    await response().getByRole('button', { name: 'Inspect' }).click();
    await page.getByRole('main').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Refuse it everywhere…' }).click();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Requests' }).click();
  });
});

test.describe('an intermediate that was not sent', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  test('is remembered from what was fetched, and the chain is completed with it', async () => {
    const { ca } = await playground();
    await ask('trust.add', { anchors: [{ pem: ca?.pem, scope: ['localhost'], origin: { kind: 'paste' } }] });
    await sendTo(await urlOf('missing-intermediate'));
    await response().getByRole('button', { name: 'Fetch the missing certificate' }).click();
    const found = response().getByRole('status', { name: 'What was found' });
    await expect(found).toContainText('it vouches for nobody by itself');
    await found.getByRole('button', { name: 'Remember this intermediate' }).click();

    await expect(response().getByRole('status').filter({ hasText: 'is remembered' })).toBeVisible();
    await picture('remembered');
    await sendAgain();
    await expect(verdict()).toContainText(/^Trusted/);
    await expect(response()).toContainText('200 OK');
  });
});

test('a self-signed certificate is no authority: an exception is offered for it, by keyboard', async () => {
  const own = issueRoot('/CN=localhost', { extensions: [...names] });
  const server = await ownServer(own);
  await sendTo(server.url);
  const card = finding('The certificate vouches only for itself');
  await card.getByRole('button', { name: 'Exception for this certificate…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Exception for one server' });
  await expect(dialog).toContainText('The certificate vouches only for itself');
  await dialog.getByRole('textbox', { name: 'Date and time' }).press('ArrowUp');
  await dialog.getByRole('button', { name: /^Accept 1 problem until/ }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Enter');

  await expect(verdict()).toContainText(/Excepted.*self-signed accepted until/);
  server.close();
});

test('trust that is taken back while a request runs stops it, and says what may have happened', async () => {
  const root = issueRoot('/CN=Short Lived Root');
  const server = await ownServer(issue({ subject: '/CN=localhost', issuer: root, extensions: names }), 5000);
  await ask('trust.add', { anchors: [{ pem: root.cert, scope: ['localhost'], origin: { kind: 'paste' } }] });
  await beginTo(server.url);
  await expect.poll(() => server.requests.length).toBe(1);
  const [anchor] = (await trust()).anchors;
  await ask('trust.remove', { items: [{ kind: 'anchor', id: anchor?.sha256 }] });

  await expect(response()).toContainText('Trust in localhost was taken back');
  await expect(response()).toContainText('the server may have acted on the request');
  await expect(verdict()).toContainText(/^Untrusted.*taken back while the request ran/);
  await picture('taken-back');
  await expectNoViolations();
  server.close();
});

test.describe('a server that wants a client certificate', () => {
  // Each goes on where the last one ended.
  test.describe.configure({ mode: 'serial' });
  const root = issueRoot('/CN=Partner Server Root');
  const clients = issueRoot('/O=Partner/CN=Partner Client CA');
  const client = clientOf(clients, '/CN=ci-runner');
  const stranger = clientOf(issueRoot('/CN=Somebody Else'), '/CN=old-laptop');
  const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: names });
  const asking = { requestCert: true, rejectUnauthorized: true, ca: clients.cert } as const;
  let tls13: OwnServer;
  let tls12: OwnServer;
  test.beforeAll(async () => {
    tls13 = await ownServer(leaf, 0, asking);
    tls12 = await ownServer(leaf, 0, { ...asking, maxVersion: 'TLSv1.2' });
  });
  test.afterAll(() => {
    tls13.close();
    tls12.close();
  });
  const have = (): Locator => response().getByRole('region', { name: 'What you have' });

  /** Chooses the file of a certificate and its key in the dialog that is open, and keeps it. */
  async function add({ cert, key }: Issued, hosts: readonly string[] = []): Promise<void> {
    const path = join(mkdtempSync(join(tmpdir(), 'wireglass-identity-')), 'client.pem');
    writeFileSync(path, cert + key);
    await app.evaluateMain(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
    const dialog = page.getByRole('dialog', { name: 'Add a client certificate' });
    await dialog.getByRole('button', { name: /^Choose/ }).click();
    for (const host of hosts) {
      await dialog.getByRole('textbox', { name: 'Show it to' }).fill(host);
      await dialog.getByRole('textbox', { name: 'Show it to' }).press('Enter');
    }
    await dialog.getByRole('button', { name: /^Add for/ }).click();
    await expect(dialog).toHaveCount(0);
  }

  test('shows what it would take and what you have, before it was shown anything', async () => {
    await ask('trust.add', { anchors: [{ pem: root.cert, scope: ['localhost'], origin: { kind: 'paste' } }] });
    await sendTo(tls13.url);

    await expect(response().getByRole('region', { name: 'What the server would take' })).toContainText(
      'CN=Partner Client CA',
    );
    await expect(have()).toContainText('No client certificate yet.');
    await picture('identity-wanted');
    await expectNoViolations();
  });

  test('one that another authority issued is kept back, and it says why', async () => {
    await response().getByRole('button', { name: 'Use a client certificate…' }).click();
    await add(stranger);
    await sendAgain();

    await expect(have()).toContainText(
      'old-laptop: Somebody Else issued it, and the server did not name that authority.',
    );
  });

  test('the right one is added for exactly this server, and one press sends again', async () => {
    await response().getByRole('button', { name: 'Use a client certificate…' }).click();
    await add(client);
    const told = response().getByRole('status').filter({ hasText: 'ci-runner will be shown to localhost' });
    await expect(told.getByRole('button', { name: 'Send again' })).toBeFocused();
    await picture('identity-added');
    await page.keyboard.press('Enter');

    await expect(response()).toContainText('200 OK');
    const { identities } = await trust();
    expect(identities.find(({ label }) => label === 'ci-runner')?.hosts).toEqual([new URL(tls13.url).host]);
  });

  for (const [version, url] of [
    ['TLS 1.3', () => tls13.url],
    ['TLS 1.2', () => tls12.url],
  ] as const) {
    test(`the ladder of ${version} has two gates: identity released, request released`, async () => {
      const { identities } = await trust();
      const id = identities.find(({ label }) => label === 'ci-runner')?.id;
      await ask('identity.update', { id, hosts: ['localhost'] });
      await sendTo(url());
      await expect(response()).toContainText('200 OK');
      await response().getByRole('tab', { name: 'TLS' }).click();
      const ladder = response().getByRole('list', { name: 'Messages' });

      await expect(ladder).toContainText(/Approved (in the handshake before|earlier in this run): identity released/);
      await expect(ladder).toContainText('Trusted: request released');
      await expect(ladder.getByRole('button', { name: /^.*Certificate.*ci-runner/ }).first()).toBeVisible();
      await expect(response().getByRole('region', { name: 'Offered and chosen' })).toContainText('ci-runner');
      await picture(`two-gates-${version.slice(-1)}`);
      await expectNoViolations();
    });
  }

  test('switched off, it is not shown, and it says so', async () => {
    const { identities } = await trust();
    await ask('identity.update', { id: identities.find(({ label }) => label === 'ci-runner')?.id, enabled: false });
    await sendTo(tls13.url);

    await expect(have()).toContainText('ci-runner: it is switched off.');
  });
});

test('a list that is off, and an authority that is off, are switched on from the problem, after being asked', async () => {
  const root = issueRoot('/CN=Corp System Root');
  const file = join(mkdtempSync(join(tmpdir(), 'wireglass-system-')), 'system.pem');
  writeFileSync(file, root.cert);
  const server = await ownServer(issue({ subject: '/CN=localhost', issuer: root, extensions: names }));
  const main = page;
  // What OpenSSL takes for the system's list.
  const second = await launchApp({ env: { SSL_CERT_FILE: file } });
  page = second.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize(SIZE);
  await ask('trust.setSource', { source: 'system', enabled: false });
  await sendTo(server.url);
  const known = finding('The authority is known to this computer, but not trusted');
  await known.getByRole('button', { name: 'Switch the system’s list on…' }).click();
  const dialog = page.getByRole('dialog');

  await expect(dialog).toContainText('any of these authorities could vouch for any host');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await picture('enable-list');
  await expectNoViolations();
  await dialog.getByRole('button', { name: 'trust Corp System Root alone, for this host…' }).click();
  await expect(page.getByRole('dialog', { name: 'Trust Corp System Root for this host' })).toContainText(
    'Your list has',
  );
  await picture('narrower');
  await page.keyboard.press('Escape');
  await known.getByRole('button', { name: 'Switch the system’s list on…' }).click();
  await dialog.getByRole('button', { name: /^Trust .* for every host/ }).click();
  await sendAgain();
  await expect(verdict()).toContainText(/^Trusted.*Corp System Root \(system\)/);

  const listed = (await trust()).anchors.find(({ label }) => label === 'Corp System Root');
  await ask('trust.switch', { sha256s: [listed?.sha256], enabled: false });
  await sendTo(server.url);
  await known.getByRole('button', { name: 'Switch Corp System Root on…' }).click();
  await expect(dialog).toContainText('every host');
  await picture('enable-authority');
  await dialog.getByRole('button', { name: 'Trust it for every host' }).click();
  await sendAgain();
  await expect(verdict()).toContainText(/^Trusted/);

  await second.close();
  server.close();
  page = main;
});
