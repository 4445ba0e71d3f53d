import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Bridge } from '#core/contract.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { smoothly } from './measures.ts';
import { startTlsServers, type TlsServers } from './tlsServers.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/*
 * The TLS tab: what a person can see of a handshake, and do there. Offline: servers on this computer alone.
 */
let servers: TlsServers;
let app: LaunchedApp;
let page: Page;

// One window for all: each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  [servers, app] = await Promise.all([startTlsServers(), launchApp()]);
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.evaluate(
    (pem) => window.bridge.call('trust.add', { anchors: [{ pem, scope: ['localhost'], origin: { kind: 'paste' } }] }),
    servers.root,
  );
});
test.afterAll(async () => {
  await app.close();
  servers.close();
});

const response = () => page.getByRole('region', { name: 'Response' });
const summary = () => response().getByRole('region', { name: 'Summary' });
const messages = () => response().getByRole('list', { name: 'Messages' });
const row = (name: string | RegExp) => messages().getByRole('button', { name });
const offered = () => response().getByRole('region', { name: 'Offered and chosen' });

/** Sends and opens the TLS tab of what comes of it. */
async function look(url: string): Promise<void> {
  await page.keyboard.press('Control+l');
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('listbox', { name: 'Exchanges' }).getByRole('option').first()).toContainText(
    new URL(url).host,
  );
  await expect(response()).toHaveAttribute('aria-busy', 'false');
  await response().getByRole('tab', { name: /^TLS/ }).click();
  await expect(messages()).toBeVisible();
}

/** The value of a fact of the summary. */
function fact(label: string): Locator {
  return summary()
    .getByRole('definition')
    .and(summary().locator(`dt:text-is("${label}") + dd`));
}

test.describe('a good handshake of TLS 1.3', () => {
  test('is one sentence and its facts', async () => {
    await look(servers.good);

    await expect(summary()).toContainText('with forward secrecy that also holds against quantum computers');
    await expect(fact('Server signed with')).toHaveText('ecdsa_secp256r1_sha256signature is good');
    await expect(fact('Encrypted ClientHello')).toBeHidden();

    await summary().getByRole('button', { name: 'More facts' }).click();

    await expect(fact('Encrypted ClientHello')).toContainText('not offered');
    await expect(fact('Channel binding')).toHaveText('not observable');
    await summary().getByRole('button', { name: 'Fewer facts' }).click();
  });

  test('opens a message to its fields beside its bytes, linked both ways', async () => {
    await row(/^.*ClientHello/).click();
    const opened = messages().getByRole('region', { name: 'ClientHello' });
    const fields = opened.getByRole('tree', { name: 'Fields of ClientHello' });
    const bytes = opened.getByRole('group', { name: 'Bytes of ClientHello' });
    await expect(bytes).toContainText('0000');

    await fields.getByRole('treeitem', { name: /^legacy version/ }).click();
    await expect(marked(bytes)).toHaveText(['03', '03', '·', '·']);

    await bytes.getByText('01', { exact: true }).first().click();
    await expect(fields.getByRole('treeitem', { selected: true })).toHaveText(/^type\s*ClientHello$/);
    await expect(marked(bytes)).toHaveText(['01', '·']);
  });

  test('is read with keys alone: arrows in the rows, in the fields, in the bytes, and Escape back', async () => {
    await row(/ClientHello/).click();
    await row(/ClientHello/).focus();
    await page.keyboard.press('ArrowDown');
    await expect(row(/ServerHello/)).toBeFocused();
    await page.keyboard.press('Enter');
    const opened = messages().getByRole('region', { name: 'ServerHello' });
    const fields = opened.getByRole('tree');
    await page.keyboard.press('Tab');
    await expect(fields).toBeFocused();
    await page.keyboard.press('End');
    const last = fields.getByRole('treeitem', { selected: true });
    await expect(last).toBeVisible();
    await page.keyboard.press('Home');
    await expect(fields.getByRole('treeitem', { selected: true })).toContainText('ServerHello');
    await page.keyboard.press('Tab');
    const bytes = opened.getByRole('group');
    await expect(bytes).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(bytes.getByRole('status')).toHaveText(/^0001: 00, in length$/);
    await page.keyboard.press('Escape');

    await expect(row(/ServerHello/)).toBeFocused();
    await expect(opened).toHaveCount(0);
  });

  test('says of tickets that their bytes are left out', async () => {
    await row(/NewSessionTicket/).click();

    await expect(messages().getByRole('region', { name: 'NewSessionTicket 1 of 2' })).toContainText(
      'left out on purpose: zeros stand in its place',
    );
    await row(/NewSessionTicket/).click();
  });

  test('opens each certificate in the viewer', async () => {
    await messages()
      .getByRole('button', { name: /Northbound Issuing CA 4/ })
      .click();

    await expect(
      page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Inspect' }),
    ).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('main')).toContainText('Northbound Issuing CA 4');
    await page.getByRole('link', { name: 'Requests' }).click();
  });

  test('copies fingerprints', async () => {
    await expect(offered()).toContainText('JA3S');

    await offered().getByRole('button', { name: 'Copy JA4' }).click();

    await expect(offered().getByRole('button', { name: 'Copied' })).toBeVisible();
  });
});

test('a connection that is used again shows its own handshake, and leads to the request that made it', async () => {
  await look(servers.good);

  await expect(summary()).toContainText('was opened by an earlier request');
  await expect(messages()).toContainText('of the request that opened the connection');
  await expect(row(/ServerHello/)).toBeVisible();

  await summary().getByRole('button', { name: 'Show that request' }).click();

  await expect(messages()).toContainText('First byte of GET /orders');
  await expect(summary()).not.toContainText('was opened by an earlier request');
});

test('a retry says what it cost', async () => {
  await look(servers.retry);

  await expect(summary()).toContainText('The retry cost a round trip');
  await expect(row(/HelloRetryRequest/)).toContainText('secp384r1');
  await expect(row(/ClientHello/).nth(1)).toContainText('once more');
});

test.describe('TLS 1.2 with a weak cipher, a staple and a question', () => {
  test('tells what was asked, what came along and what is weak', async () => {
    await look(servers.old);

    await expect(summary()).toContainText('The server asked who you are and was told nothing.');
    await expect(fact('Stapled OCSP')).toHaveText(/^gooduntil/);
    await expect(offered().getByRole('article')).toContainText('weak cipher');
    await expect(offered()).toContainText('CN=Northbound Root,O=Northbound Freight');
    await expect(offered().getByRole('listitem').filter({ hasText: 'extended_master_secret' })).toContainText(
      'extended_master_secret',
    );
    await expect(row(/CertificateRequest/)).toContainText('1 authority');
  });

  test('unfolds what was offered', async () => {
    await expect(offered()).not.toContainText('RSA_AES_128_CBC_SHA256');

    await offered()
      .getByRole('button', { name: /^and \d+ more$/ })
      .first()
      .click();

    await expect(offered()).toContainText('RSA_AES_128_CBC_SHA256');
  });

  test('leads to a scan of the server', async () => {
    await offered().getByRole('button', { name: 'Scan server' }).click();

    await expect(page.getByRole('link', { name: 'Hosts' })).toHaveAttribute('aria-current', 'page');
    await page.getByRole('link', { name: 'Requests' }).click();
  });
});

test.describe('a handshake that failed', () => {
  test('by an alert ends with it', async () => {
    await look(servers.alert);

    await expect(summary()).toContainText('The server ended the handshake with the alert handshake_failure.');
    await expect(messages().getByRole('listitem').last()).toContainText('handshake_failure (40), fatal');
  });

  test('because nobody vouches for the server ends at the gate', async () => {
    await look(servers.refused);

    await expect(messages().getByRole('listitem').filter({ hasText: 'Untrusted: stopped here' })).toBeVisible();
    await expect(messages()).not.toContainText('First byte of');
  });

  test('because it is no TLS shows the bytes that came', async () => {
    await look(servers.ssh);

    await expect(messages().getByRole('listitem').last()).toContainText('the server speaks SSH');
    await expect(messages().getByRole('group', { name: 'First bytes of the server' })).toContainText('53');
  });
});

test.describe('large handshakes stay smooth', () => {
  test('with a hundred certificates', async () => {
    await look(servers.long);
    await expect(messages()).toContainText('and 94 more');

    await smoothly(page, 'ladder.chain', () => press('Timing', 'TLS', 'Show 40 of them'));

    await expect(messages()).not.toContainText('and 94 more');
    await row(/100 certificates/).click();
    await expect(messages().getByRole('region', { name: 'Certificate', exact: true })).toContainText('are not kept');
  });

  test('with five hundred messages', async () => {
    await look(servers.chatty);
    await expect(messages()).toContainText('rows between are folded');

    await smoothly(page, 'ladder.messages', () => press('Timing', 'TLS', 'Show more'));

    await expect(messages().getByRole('listitem').nth(100)).toBeAttached();
  });
});

/**
 * Presses, one after the other, what begins with these words. All of it inside the page: Playwright's own search for roles
 * takes longer than the window's work.
 */
async function press(...words: readonly string[]): Promise<void> {
  await page.evaluate(async (given) => {
    for (const word of given) {
      const all = [...document.querySelectorAll<HTMLElement>('[role="tab"], button')];
      const target = all.find((element) => element.textContent.startsWith(word));
      if (target === undefined) throw new Error(`Nothing is called ${word}.`);
      target.click();
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }, words);
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in an opened row in the ${scheme} theme`, async () => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    if (scheme === 'light') await look(servers.old);
    if (scheme === 'light') await row(/ServerKeyExchange/).click();
    await messages().getByRole('treeitem').nth(2).click();
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));

    // The rest of the window is looked at in states.spec.ts.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).include('[aria-label="Response"]');
    const { violations } = await axe.analyze();

    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('  ')}`)).toEqual([]);
  });
}

/** The marked bytes of a hex view, digits first, then characters. */
function marked(bytes: Locator): Locator {
  return bytes.locator('[data-marked]');
}
