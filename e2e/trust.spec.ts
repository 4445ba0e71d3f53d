import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Bridge, InputOf, OutputOf } from '#core/contract.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { authority, forge, newKey } from '#testdata/forge.ts';
import { caExtensions, issue } from '#testdata/pki.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { noteTime, smoothly } from './measures.ts';
import { root } from './runtime.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/*
 * The trust page: one table over all authorities, worked with as a person does, with certificates that openssl made.
 * WIREGLASS_TRUST_PICTURES=folder takes pictures on the way.
 */
const pictures = process.env['WIREGLASS_TRUST_PICTURES'];
const DAY = 86_400_000;
/** Of Mozilla's list, with every operating system: a root that is not about to go. */
const PUBLIC_ROOT = 'ISRG Root X1';
/** One of the first rows of the lists, whichever this computer has. */
const aPublicRoot = /^(?:AAA|AC RAIZ|ACCVRAIZ|Actalis|AffirmTrust|Amazon)/;

let app: LaunchedApp;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'wireglass-trust-'));

// One window for all: each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize({ width: 1280, height: 800 });
});
test.afterAll(async () => {
  await app.close();
});

const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
const now = Date.now();
const ca = (subject: string, more: Parameters<typeof issue>[0] = {}) =>
  issue({ subject, extensions: caExtensions, notAfter: stamp(now + 3650 * DAY), ...more }).cert;

/** As in the design: internal services, a partner, a gateway that inspects, a development machine, an old root. */
const customs: readonly InputOf<'trust.add'>['anchors'][number][] = [
  {
    pem: ca('/O=Halden Freight AS/CN=Halden Root R1', {
      notBefore: stamp(now - 900 * DAY),
      notAfter: stamp(now - 41.5 * DAY),
    }),
    scope: ['*.halden.internal'],
    origin: { kind: 'file', name: 'halden-root-r1.pem' },
  },
  {
    pem: ca('/O=mkcert development CA/CN=mkcert on dev-laptop', { newkey: ['rsa:3072'] }),
    scope: ['localhost', '127.0.0.0/8', '[::1]'],
    origin: { kind: 'paste' },
  },
  {
    pem: ca('/O=Contour Networks/CN=Contour Gateway inspection CA', { newkey: ['rsa:2048'] }),
    scope: ['*.vendor.example'],
    trustedUntil: now + 40 * DAY,
    origin: { kind: 'server', name: 'gateway.vendor.example:443' },
  },
  {
    pem: ca('/O=Brevik Havn KF/CN=Brevik Port Authority CA', {
      newkey: ['rsa:2048'],
      notAfter: stamp(now + 23.5 * DAY),
    }),
    scope: ['api.brevik-port.example'],
    trustedUntil: now + 36 * DAY,
    origin: { kind: 'file', name: 'brevik.p7b' },
  },
  {
    pem: ca('/O=Halden Freight AS/CN=Halden Root R2', { newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'] }),
    scope: ['*.halden.internal', '10.20.0.0/16'],
    trustedUntil: now + 217 * DAY,
    note: 'Internal services. Fingerprint compared by phone with the platform team.',
    origin: { kind: 'file', name: 'halden-root-r2.pem' },
  },
];

const table = (): Locator => page.getByRole('grid', { name: 'Anchors' });
const row = (name: string | RegExp): Locator =>
  table().getByRole('row', { name: typeof name === 'string' ? new RegExp(`^${name}`) : name });
const panel = (name: string): Locator => page.getByRole('complementary', { name, exact: true });
const filter = (): Locator => page.getByRole('combobox', { name: 'Filter by name, key or fingerprint' });
const notice = (words: string | RegExp): Locator => page.getByRole('status').filter({ hasText: words });

test('a new user sees the lists, and what to do', async () => {
  await page.getByRole('link', { name: 'Trust' }).click();

  await expect(table()).toContainText('None yet.');
  await expect(row(/^System/)).toBeVisible();
  await expect(table().getByRole('button', { name: 'Import a file' })).toBeVisible();
  await picture('trust-empty');
  await expectAccessible();
});

test('the table shows each authority with its hosts, its end and its state', async () => {
  // The newest stands first.
  for (const anchor of customs) await add([anchor]);

  await expect(row('Custom')).toContainText('5');
  await expect(row('Halden Root R2')).toContainText('*.halden.internal');
  await expect(row('Halden Root R1')).toContainText('expired 41 days ago');
  await expect(row('Brevik Port Authority CA')).toContainText('23 days left');
  await expect(row('mkcert on dev-laptop')).toContainText('+1');
});

test('a filter speaks the language of the field, offers its words, and says what it did not understand', async () => {
  await page.keyboard.press('Control+f');
  await expect(filter()).toBeFocused();
  const words = page.getByRole('listbox', { name: 'Words to find by' });
  await expect(words.getByRole('option')).toHaveCount(10);
  await picture('trust-words');
  await page.keyboard.type('iss');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('halden');
  await expect(table().getByRole('row', { name: /Halden/ })).toHaveCount(2);

  await filter().fill('source:custom expires:<30d');
  await expect(row('Custom')).toContainText('2 of 5');
  await filter().fill('host:orders.halden.internal -is:expired');
  await expect(table().getByRole('row', { name: /Root/ })).toHaveCount(1);
  await filter().fill('isuer:halden');
  await expect(page.getByText('There is no word isuer:. Is it issuer:?')).toBeVisible();
  await filter().fill('nobody has this name');
  await expect(page.getByRole('heading', { name: 'Nothing matches nobody has this name' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(row('Halden Root R2')).toBeVisible();
});

test('columns sort by click and by key, within each list', async () => {
  const head = table().getByRole('columnheader', { name: 'Certificate ends' });
  const names = table()
    .getByRole('row')
    .filter({ hasNotText: /^(?:On|Custom|System)/ });
  await head.getByRole('button').click();

  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(names.first()).toContainText('Halden Root R1');
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(names.nth(4)).toContainText('Halden Root R1');
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'none');
});

test('what would be trusted for a host is said, and each row says whether it counts', async () => {
  await page.getByRole('textbox', { name: 'Host to look at' }).fill('orders.halden.internal:443');
  const bar = page.getByRole('region', { name: 'Effective trust' });

  await expect(bar).toContainText(/Halden Root R2.*roots of the lists/);
  await expect(row('Halden Root R2')).toContainText('yes');
  await expect(row('Brevik Port Authority CA')).toContainText('other host');
  await row('Halden Root R2').click();
  await picture('trust');
  await bar.getByText('Only these').click();
  await expect(row('Brevik Port Authority CA')).toHaveCount(0);
  await bar.getByText('Only these').click();
  await page.getByRole('textbox', { name: 'Host to look at' }).fill('http://x');
  await expect(bar).toContainText('not encrypted');
  await page.getByRole('textbox', { name: 'Host to look at' }).press('Escape');
  await expect(table().getByRole('columnheader', { name: 'This host' })).toHaveCount(0);
});

test('the panel changes hosts, end and note; what is not saved stays while another row is looked at', async () => {
  await row('Halden Root R2').click();
  const r2 = panel('Halden Root R2');
  await expect(r2).toContainText('From halden-root-r2.pem');
  await expect(r2).toContainText('Was trusted');
  const scope = r2.getByRole('textbox', { name: 'Trusted for' });
  await scope.fill('.corp');
  await scope.press('Enter');
  await expect(r2).toContainText('Every depth: api.corp and a.b.corp yes, corp itself no.');
  await expect(r2.getByRole('region', { name: 'Effect' })).toContainText('No host in your history yet');
  await picture('trust-unsaved');

  await row('mkcert on dev-laptop').click();
  await expect(row('Halden Root R2')).toContainText('Not saved');
  await row('Halden Root R2').click();
  await r2.getByRole('button', { name: 'Save' }).click();
  await expect(row('Halden Root R2')).not.toContainText('Not saved');
  expect(await scopeOf('Halden Root R2')).toEqual(['*.halden.internal', '10.20.0.0/16', '.corp']);

  await notice('Halden Root R2 was changed').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => scopeOf('Halden Root R2')).toEqual(['*.halden.internal', '10.20.0.0/16']);
  await expectAccessible();
});

test('several are chosen with Shift and Ctrl, switched and removed together, and brought back', async () => {
  await row('Halden Root R2').click();
  await row('Contour Gateway inspection CA').click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Selected authorities' });
  await expect(bar).toContainText('3 selected');
  await row(aPublicRoot)
    .first()
    .click({ modifiers: ['Control'] });
  await expect(bar).toContainText('4 selected');
  await expect(bar.getByRole('button', { name: 'Remove 3 custom…' })).toBeVisible();
  await picture('trust-selected');

  await bar.getByRole('button', { name: 'Switch off' }).click();
  await expect.poll(async () => (await state()).anchors.filter(({ enabled }) => !enabled).length).toBeGreaterThan(3);
  await notice('4 authorities switched off').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await state()).anchors.every(({ enabled }) => enabled)).toBe(true);

  await bar.getByRole('button', { name: 'Remove 3 custom…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove 3 authorities?' });
  await expect(dialog.getByRole('region', { name: 'Effect' })).toContainText('No host in your history yet');
  await dialog.getByRole('button', { name: 'Remove 3' }).click();
  await expect(row('Custom')).toContainText('2');
  await notice('3 authorities were removed').getByRole('button', { name: 'Undo' }).click();
  await expect(row('Custom')).toContainText('5');
});

test('the keyboard alone moves, chooses, switches, removes and opens', async () => {
  await table().focus();
  await page.keyboard.press('Home');
  await expect(panel('Halden Root R2')).toBeVisible();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('region', { name: 'Selected authorities' })).toContainText('3 selected');
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('region', { name: 'Selected authorities' })).toContainText(/\d{3} selected/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press(' ');
  await expect(row('Halden Root R2').getByRole('switch')).not.toBeChecked();
  await page.keyboard.press(' ');
  await expect(row('Halden Root R2').getByRole('switch')).toBeChecked();

  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Show certificate' })).toBeFocused();
  await picture('trust-menu');
  await page.keyboard.press('Escape');
  await table().focus();

  await page.keyboard.press('Delete');
  await expect(row('Halden Root R2')).toHaveCount(0);
  await expect(panel('Brevik Port Authority CA')).toBeVisible();
  await notice('Halden Root R2 was removed').getByRole('button', { name: 'Undo' }).click();
  await expect(row('Halden Root R2')).toBeVisible();
  await table().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(panel('Halden Root R2')).toBeFocused();
  await page.keyboard.press('Tab');
  await table().focus();
  await page.keyboard.press('Escape');
  await expect(panel('Halden Root R2')).toHaveCount(0);
});

test('a root of the lists is switched off, limited to hosts, and refused', async () => {
  await filter().fill(`"${PUBLIC_ROOT}" source:bundled`);
  await row(PUBLIC_ROOT).click();
  const root = panel(PUBLIC_ROOT);
  await expect(root).toContainText('Every host, while the bundled list is on.');
  await picture('trust-listed');
  await root.getByText('Counts as an authority').click();
  await expect(root).toContainText('No host: you switched it off, in every list.');
  await root.getByText('Counts as an authority').click();
  await expect(root).toContainText('Every host, while the bundled list is on.');

  await root.getByRole('button', { name: 'Limit to hosts…' }).click();
  const limit = page.getByRole('dialog', { name: `Limit ${PUBLIC_ROOT} to hosts` });
  await limit.getByRole('textbox', { name: 'Trusted for' }).fill('*.example.com');
  await limit.getByRole('textbox', { name: 'Trusted for' }).press('Enter');
  await expect(limit.getByRole('region', { name: 'Effect' })).toContainText('No host in your history yet');
  await picture('trust-limit');
  await limit.getByRole('button', { name: 'Limit to 1 host pattern' }).click();
  await expect(root).toContainText('What you said about it among the custom ones counts.');
  await notice(`${PUBLIC_ROOT} is limited to 1 host pattern`).getByRole('button', { name: 'Undo' }).click();
  await expect(root).toContainText('Every host, while the bundled list is on.');

  await root.getByRole('button', { name: 'Refuse everywhere…' }).click();
  const refuse = page.getByRole('dialog', { name: `Refuse ${PUBLIC_ROOT} everywhere` });
  await refuse.getByRole('radio', { name: 'Its key' }).click();
  await expect(refuse).toContainText('Every certificate of its key');
  await picture('trust-refuse');
  await refuse.getByRole('button', { name: 'Refuse this key' }).click();
  await expect(row(PUBLIC_ROOT)).toContainText('refused');
  await notice(`The key of ${PUBLIC_ROOT} is refused everywhere`).getByRole('button', { name: 'Undo' }).click();
  await expect(row(PUBLIC_ROOT)).toContainText('everywhere');
  await root.getByRole('button', { name: 'Show certificate' }).click();
  await expect(page.getByRole('heading', { level: 1, name: PUBLIC_ROOT })).toBeVisible();
  await page.getByRole('link', { name: 'Trust' }).click();
});

test('authorities are saved in the formats that other programs read', async () => {
  await filter().fill('source:custom halden');
  await expect(row('Custom')).toContainText('2 of 5');
  const saved = async (format: string, name: string): Promise<string> => {
    const path = join(folder, name);
    await app.evaluateMain(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await page.getByRole('button', { name: 'Export…' }).click();
    if (format === 'PEM bundle') await picture('trust-export');
    await page.getByRole('menuitem', { name: `2 shown as ${format}…` }).click();
    await expect(notice(`2 certificates saved to ${path}`)).toBeVisible();
    return path;
  };

  const pem = await saved('PEM bundle', 'halden.pem');
  expect(readFileSync(pem, 'utf8').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  execFileSync('openssl', ['x509', '-in', pem, '-noout']);
  const p7b = await saved('PKCS#7', 'halden.p7b');
  const listed = execFileSync('openssl', ['pkcs7', '-inform', 'DER', '-in', p7b, '-print_certs']).toString();
  expect(listed).toMatch(/Halden Root R[12][^]*Halden Root R[12]/);
  const jks = await saved('Java key store', 'halden.jks');
  expect(readFileSync(jks).subarray(0, 4).toString('hex')).toBe('feedfeed');
  const json = await saved('JSON with fingerprints', 'halden.json');
  expect(readFileSync(json, 'utf8')).toContain('*.halden.internal');
  await filter().fill('');

  const store = join(folder, 'trust.json');
  await app.evaluateMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, store);
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: 'Whole trust store as one file…' }).click();
  await expect(notice(`saved to ${store}`)).toBeVisible();

  await app.evaluateMain(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, store);
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: 'Import trust file…' }).click();
  const move = page.getByRole('dialog', { name: 'Import trust.json' });
  await expect(move).toBeVisible();
  await move
    .getByRole('button', { name: /^(?:Cancel|Close)$/ })
    .last()
    .click();
  await expect(move).toHaveCount(0);
});

test('what relies on an authority is listed, and what a change would stop is said before it is made', async () => {
  await page.getByRole('link', { name: 'Playground' }).click();
  await page.getByRole('button', { name: 'Send to Good, private CA' }).click();
  await expect(page.getByRole('region', { name: 'Response' })).toContainText(
    'Nobody you trust stands behind this chain',
  );
  await add([{ pem: await playgroundRoot(), scope: ['localhost'], origin: { kind: 'server', name: 'localhost' } }]);
  await page.getByRole('button', { name: 'Send again' }).first().click();
  await expect(page.getByRole('region', { name: 'Response' })).toContainText('200 OK');
  const address = await page.getByRole('textbox', { name: 'Address' }).inputValue();
  const { host } = new URL(address);

  await page.getByRole('link', { name: 'Trust' }).click();
  await filter().fill('wireglass');
  await row(/^Wireglass Playground/).click();
  const ca = page.getByRole('complementary', { name: /^Wireglass Playground/ });
  const relying = ca.getByRole('region', { name: 'What relies on it' });
  await expect(relying).toContainText('1 host, 1 exchange in your history.');
  await expect(ca).toContainText('1 host in your history matches.');

  await test.step('narrower', async () => {
    const scope = ca.getByRole('textbox', { name: 'Trusted for' });
    await scope.press('Backspace');
    await scope.fill('elsewhere.test');
    await scope.press('Enter');
    await expect(ca.getByRole('region', { name: 'Effect' })).toContainText(`${host}would stop`);
    await picture('trust-narrower');
    await ca.getByRole('button', { name: 'Revert' }).click();
    await expect(ca.getByRole('region', { name: 'Effect' })).toHaveCount(0);
  });

  await test.step('removed', async () => {
    await ca.getByRole('button', { name: 'Remove…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Remove Wireglass Playground/ });
    await expect(dialog).toContainText(`${host}would stop: nobody you trust stands behind it`);
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await picture('trust-remove');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  await relying.getByRole('button', { name: host }).click();
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(address);
  await expect(page.getByRole('region', { name: 'Response' })).toContainText('200 OK');
  await page.getByRole('link', { name: 'Trust' }).click();
  await expect(filter()).toHaveValue('');
});

test('switching off the last that counts asks first', async () => {
  await page.getByRole('switch', { name: 'System list' }).press('Space');
  await page.getByRole('switch', { name: 'Custom list' }).press('Space');
  await notice('6 authorities switched off').waitFor();
  await filter().fill('source:bundled');
  await page.getByRole('switch', { name: 'Bundled list' }).press('Space');

  const dialog = page.getByRole('alertdialog', { name: 'Nobody would be trusted any more' });
  await expect(dialog).toContainText('every request over TLS would be stopped');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await picture('trust-nothing');
  await page.keyboard.press('Enter');
  expect((await state()).sources.bundled).toBe(true);
  await filter().fill('');
  await page.getByRole('switch', { name: 'System list' }).press('Space');
  await page.getByRole('switch', { name: 'Custom list' }).press('Space');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Switch on 6' }).click();
  await expect.poll(async () => (await state()).anchors.every(({ enabled }) => enabled)).toBe(true);
});

test('ten thousand authorities of one’s own keep nobody waiting', async () => {
  const key = newKey();
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    pem: forge({ name: `Private CA ${String(index)}`, key, extensions: authority(key) }).pem,
    scope:
      index % 3 === 0 ? [] : [`*.site-${String(index)}.test`, `10.${String(index >> 8)}.${String(index & 255)}.0/24`],
    origin: { kind: 'file' as const, name: `bundle-${String(index % 50)}.pem` },
  }));
  // Without an open panel the table stands at its beginning.
  await table().focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Requests' }).click();
  await add(many);
  await expect(page.getByRole('button', { name: /^Trust: 10.00\d custom/ })).toBeVisible();

  await smoothly(page, 'trust.page', async () => {
    // The first time is that of a page that has just got another list; the others are what a person meets.
    for (let opened = 0; opened < 5; opened++) {
      noteTime('trust.open', await page.evaluate(openPage));
      if (opened < 4) await page.getByRole('link', { name: 'Requests' }).click();
    }
    await expect(row('Custom')).toContainText(/10.00\d/);
    for (const text of ['p', 'pr', 'private ca 77', 'host:a.site-500.test', 'expires:<1y -is:off', 'key:ecdsa 9', ''])
      noteTime('trust.key', await filter().evaluate(typeText, text));
    await filter().fill('"private ca 99"');
    await expect(row('Custom')).toContainText(/111 of 10.00\d/);
    await filter().fill('');
    const head = table().getByRole('columnheader', { name: 'Authority' }).getByRole('button');
    noteTime('trust.sort', await head.evaluate(pressButton));
    await head.click();
    await head.click();
    await table().focus();
    await page.keyboard.press('Control+a');
    await expect(page.getByRole('region', { name: 'Selected authorities' })).toContainText(/10.\d{3} selected/);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
  });
  await picture('trust-many');
});

/*
 * Run in the page: from the hand of the user to the picture after it. A task of its own after the next frame comes when that
 * frame has been drawn.
 */
async function openPage(): Promise<number> {
  const link = [...document.querySelectorAll('nav a, nav [role="link"], nav button')].find((each) =>
    each.textContent.includes('Trust'),
  );
  const begun = performance.now();
  (link as HTMLElement).click();
  while (document.querySelector('[role="grid"] [aria-selected]') === null) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}

async function typeText(input: Element, text: string): Promise<number> {
  const begun = performance.now();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}

async function pressButton(button: Element): Promise<number> {
  const begun = performance.now();
  (button as HTMLElement).click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begun;
}

async function state(): Promise<TrustState> {
  const answer = await page.evaluate(() => window.bridge.call('trust.list', {}));
  const listed = answer.ok ? (answer.value as OutputOf<'trust.list'>) : undefined;
  if (listed?.ok !== true) throw new Error('What is trusted could not be read.');
  return listed.value;
}

async function scopeOf(label: string): Promise<Anchor['scope'] | undefined> {
  return (await state()).anchors.find((anchor) => anchor.label === label)?.scope;
}

async function add(anchors: InputOf<'trust.add'>['anchors']): Promise<void> {
  const answer = await page.evaluate((given) => window.bridge.call('trust.add', { anchors: given }), anchors);
  expect(answer).toMatchObject({ ok: true, value: { ok: true } });
}

/** The CA of the embedded servers, as the history keeps it. */
async function playgroundRoot(): Promise<string> {
  const answer = await page.evaluate(() => window.bridge.call('playground.state', {}));
  const { ca: root } = answer.ok ? (answer.value as OutputOf<'playground.state'>) : {};
  if (root === undefined) throw new Error('The playground is off.');
  return root.pem;
}

async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
  ).toEqual([]);
}

/** The view as it stands, light and dark, in the window of a small and of a large screen. */
async function picture(name: string): Promise<void> {
  if (pictures === undefined) return;
  const into = resolve(root, pictures);
  mkdirSync(into, { recursive: true });
  for (const [width, height] of [
    [1280, 800],
    [1600, 1000],
    [1100, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
      await page.screenshot({ path: join(into, `${name}-${String(width)}-${colorScheme}.png`), caret: 'hide' });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}
