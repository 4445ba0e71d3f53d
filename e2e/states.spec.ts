import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
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
 * What the window says when things go wrong, and that it can be read by everyone. Offline: servers on this computer alone.
 */
let app: LaunchedApp;
let page: Page;
let http: Server;
let ssh: Server;

// One window for all: each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  http = await listening(createHttp((_, response) => response.end('plain')));
  ssh = await listening(createServer((socket) => socket.on('error', () => undefined).write('SSH-2.0-Test\r\n')));
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
});
test.afterAll(async () => {
  await app.close();
  http.close();
  ssh.close();
});

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const portOf = (server: Server): string => String((server.address() as AddressInfo).port);
const response = () => page.getByRole('region', { name: 'Response' });
const verdict = () => page.getByRole('region', { name: 'Request', exact: true }).getByRole('paragraph');

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

/** Trusts the CA of the playground, as its own page would. */
async function trustPlayground(): Promise<void> {
  const { ca } = await playground();
  const answer = await page.evaluate(
    (pem) => window.bridge.call('trust.add', { anchors: [{ pem, scope: ['localhost'], origin: { kind: 'paste' } }] }),
    ca?.pem,
  );
  expect(answer).toMatchObject({ ok: true });
}

test.describe('an address that leads nowhere', () => {
  for (const [what, url, title] of [
    ['without a host', () => 'https://', 'This address cannot be used'],
    ['of plain HTTP without a host', () => 'http://', 'This address cannot be used'],
    ['as git writes it', () => 'git@host.test:team/repo', 'This address cannot be used'],
    ['that nobody has', () => 'https://nonexistent.invalid', 'nonexistent.invalid'],
    ['where nothing listens', () => 'https://127.0.0.1:1/', '127.0.0.1:1 refused the connection'],
    ['that speaks plain HTTP', () => `https://127.0.0.1:${portOf(http)}/`, 'speaks plain HTTP, not TLS'],
    ['that speaks SSH', () => `https://127.0.0.1:${portOf(ssh)}/`, 'speaks SSH, not TLS'],
  ] as const) {
    test(`one ${what} is named as that`, async () => {
      await sendTo(url());

      await expect(response().getByRole('heading')).toContainText(title);
      await expect(page.getByRole('button', { name: /^Send/ })).toBeEnabled();
    });
  }

  test('one that cannot be used is offered for editing, not for another try', async () => {
    await sendTo('https://');
    await expect(response().getByRole('button', { name: 'Try again' })).toHaveCount(0);

    await response().getByRole('button', { name: 'Edit the address' }).click();

    await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused();
  });

  test('one stands in the history as it was typed', async () => {
    await sendTo('https://');

    await expect(page.getByRole('listbox', { name: 'Exchanges' }).getByRole('option').first()).toContainText(
      /https:\/\/.*not sent/,
    );
  });
});

test('plain HTTP is answered and called not encrypted', async () => {
  await sendTo(`http://127.0.0.1:${portOf(http)}/x`);

  await expect(verdict()).toContainText('Not encrypted');
  await expect(response()).toContainText('200 OK');
});

test('every fault of the playground is refused with its own reason', async () => {
  for (const [id, reason] of [
    ['expired', 'A certificate has expired'],
    ['wrong-host', 'The certificate is for another name'],
    ['self-signed', 'The certificate vouches only for itself'],
    ['missing-intermediate', 'certificate was not sent'],
    ['weak-key', 'A key is too weak'],
  ] as const) {
    await sendTo(await urlOf(id));
    await expect(response().getByRole('article').first()).toContainText(reason);
    await expect(verdict()).toContainText('stopped before the request was sent');
  }
});

test.describe('once the playground is trusted', () => {
  test.beforeAll(trustPlayground);

  test('an old refusal says that its CA is trusted since, and sends again', async () => {
    await page
      .getByRole('listbox', { name: 'Exchanges' })
      .getByRole('option', { name: /stopped/ })
      .last()
      .click();
    await expect(response()).toContainText('is trusted for this host by now');
    await expect(response()).toContainText('it will stop again');
    await expect(response().getByRole('button', { name: 'Trust this CA for this host…' })).toHaveCount(0);

    await response().getByRole('button', { name: 'Send again' }).click();

    await expect(response().getByRole('article').filter({ hasText: 'Nobody you trust' })).toHaveCount(0);
    await expect(response().getByRole('article').first()).toContainText('A certificate has expired');
  });

  test('a server that wants a client certificate says whose', async () => {
    await sendTo(await urlOf('client-certificate'));

    await expect(response()).toContainText('The server wants to know who you are');
    await expect(response()).toContainText('Wireglass Playground');
    await expect(verdict()).toContainText('Trusted');
  });

  test('a slow server is told phase by phase, and its times add up in the chart', async () => {
    await sendTo(await urlOf('slow'));
    await expect(verdict()).toContainText('Waiting');
    await expect(verdict()).toContainText('Receiving');
    await expect(response()).toContainText('200 OK');

    await page.getByRole('tab', { name: 'Timing' }).click();

    await expect(response().getByRole('heading')).toContainText(/ s, 1\.\d+ s of it waiting/);
    await expect(response().getByRole('rowheader', { name: 'Receive' })).toBeVisible();
  });

  test('a stream shows what has come, and Esc stops it', async () => {
    await sendTo(await urlOf('streaming'));
    await expect(verdict()).toContainText(/Receiving.*\d+ bytes/);

    await page.keyboard.press('Escape');

    await expect(response()).toContainText('You cancelled this request');
    await expect(response()).toContainText('the server may have acted on it');
  });

  test('a large body is read in parts; the chosen view and the search stay from part to part', async () => {
    await sendTo(await urlOf('large'));
    await page.getByRole('tab', { name: 'Body' }).last().click();
    const part = response().getByRole('group', { name: 'Part of the body' });
    await expect(part).toContainText('Bytes 0 to');
    const search = response().getByRole('searchbox', { name: 'Find in this part' });
    await search.fill('containers');
    await expect(response().getByRole('status')).toContainText(/1 of \d/);

    await part.getByRole('button', { name: 'Next' }).click();
    await expect(part).not.toContainText('Bytes 0 to');
    await expect(search).toHaveValue('containers');
    await response().getByRole('radio', { name: 'Hex' }).click();
    await part.getByRole('button', { name: 'Last' }).click();

    await expect(response().getByRole('radio', { name: 'Hex' })).toBeChecked();
    await expect(part.getByRole('button', { name: 'Next' })).toBeDisabled();
  });

  test('switching the CA off is felt at once', async () => {
    await page.getByRole('link', { name: 'Trust' }).click();
    const row = page.getByRole('row', { name: /^Wireglass Playground Root/ });
    await row.getByRole('switch').press('Space');
    await expect(row.getByRole('switch')).not.toBeChecked();
    await sendTo(await urlOf('good'));
    await expect(verdict()).toContainText('Untrusted');

    await page.getByRole('link', { name: 'Trust' }).click();
    await row.getByRole('switch').press('Space');
    await expect(row.getByRole('switch')).toBeChecked();
  });
});

test.describe('an import', () => {
  for (const [what, text, words] of [
    ['garbage', 'hello', 'This is not a certificate'],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n',
      'private key',
    ],
  ] as const) {
    test(`of ${what} says what it is instead, and keeps what was pasted`, async () => {
      await page.getByRole('link', { name: 'Trust' }).click();
      await page.getByRole('button', { name: 'Import…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Or paste' }).fill(text);
      await dialog.getByRole('button', { name: 'Look at it' }).click();

      await expect(dialog.getByRole('alert')).toContainText(words);
      await expect(dialog.getByRole('textbox', { name: 'Or paste' })).toHaveValue(text);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    });
  }

  test('of what is trusted already offers nothing to tick', async () => {
    const { ca } = await playground();
    await page.getByRole('link', { name: 'Trust' }).click();
    await page.getByRole('button', { name: 'Import…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Or paste' }).fill(ca?.pem ?? '');
    await dialog.getByRole('button', { name: 'Look at it' }).click();

    await expect(dialog.getByRole('row', { name: /Wireglass Playground Root/ })).toContainText('Already trusted');
    await expect(dialog.getByRole('button', { name: 'Trust' })).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('with a pattern that is none is told why', async () => {
    await page.getByRole('link', { name: 'Trust' }).click();
    await page.getByRole('row', { name: /^Wireglass Playground Root/ }).click();
    const scope = page.getByRole('textbox', { name: 'Trusted for' });
    await scope.fill('*.*.corp');
    await scope.press('Enter');

    await expect(scope).toHaveAttribute('aria-invalid', 'true');
    await expect(scope).toHaveValue('*.*.corp');
    await page.keyboard.press('Escape');
  });
});

test('an export that cannot be written says why and can be tried again', async () => {
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByRole('button', { name: 'Export the history…' }).click();
  const dialog = page.getByRole('dialog');
  await answerSaveDialog(join(tmpdir(), 'wireglass-no-such-folder', 'x.har'));
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog.getByRole('alert')).toContainText('could not be written');

  await answerSaveDialog(join(mkdtempSync(join(tmpdir(), 'wireglass-states-')), 'x.har'));
  await dialog.getByRole('button', { name: 'Export…' }).click();

  await expect(page.getByRole('dialog', { name: /exchanges exported$/ })).toBeVisible();
  await page.keyboard.press('Escape');
});

async function answerSaveDialog(path: string): Promise<void> {
  await app.evaluateMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

test.describe('damaged files', () => {
  test('are named at the start; nothing is sent until trust is repaired from its copy', async () => {
    const first = await launchApp();
    await first.close();
    // A second start leaves a copy of what the first one stored.
    const second = await launchApp({ profile: first.profile });
    await second.kill();
    for (const name of readdirSync(first.profile)) {
      if (/^(trust|history)\.sqlite$/.test(name)) writeFileSync(join(first.profile, name), 'garbage '.repeat(2000));
      else if (/^(trust|history)\.sqlite-(wal|shm)$/.test(name)) writeFileSync(join(first.profile, name), '');
    }
    const damaged = await launchApp({ profile: first.profile });
    const window = damaged.page;

    await expect(window.getByRole('alert').filter({ hasText: 'The trust file is damaged' })).toBeVisible();
    await expect(window.getByRole('alert').filter({ hasText: 'The history file was damaged' })).toBeVisible();
    await window.getByRole('textbox', { name: 'Address' }).fill('https://127.0.0.1:1/');
    await window.keyboard.press('Control+Enter');
    await expect(window.getByRole('region', { name: 'Response' })).toContainText('Nothing is sent until');
    await window.getByRole('button', { name: 'Open the Trust page' }).click();
    await window.getByRole('button', { name: 'Restore the last good copy' }).click();

    await expect(window.getByRole('grid', { name: 'Anchors' })).toBeVisible();
    await damaged.close();
  });
});

test.describe('axe finds nothing', () => {
  for (const scheme of ['light', 'dark'] as const) {
    test(`on any place in the ${scheme} theme`, async () => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      for (const place of ['Requests', 'Playground', 'Settings', 'Trust']) {
        await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click();
        await expectNoViolations(place);
      }
      await page.getByRole('tab', { name: 'Audit' }).click();
      await expect(page.getByRole('radio', { name: 'Wider' })).toBeVisible();
      await expectNoViolations('Audit');
      await page.getByRole('tab', { name: 'Anchors' }).click();
    });

    test(`on an exchange and in the dialogs in the ${scheme} theme`, async () => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await sendTo(await urlOf('expired'));
      await expect(response().getByRole('article').first()).toBeVisible();
      await expectNoViolations('a refusal');
      await sendTo(await urlOf('good'));
      await expect(response()).toContainText('200 OK');
      for (const name of ['Body', 'Headers', 'Timing', 'TLS', 'Certificates']) {
        await response()
          .getByRole('tab', { name: new RegExp(`^${name}`) })
          .click();
        await expectNoViolations(name);
      }
      await page.getByRole('button', { name: 'Export the history…' }).click();
      await expect(page.getByRole('dialog').getByRole('radio', { name: 'Keep' })).toBeVisible();
      await expectNoViolations('the export');
      await page.keyboard.press('Escape');
    });
  }
});

async function expectNoViolations(where: string): Promise<void> {
  // The places, the response and dialogs fade in for some milliseconds; half-faded text has no contrast of its own.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  // setLegacyMode: axe's usual way opens a second page, which an app with one window does not have.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html).join('  ')}`);
  expect.soft(found).toEqual([]);
}
