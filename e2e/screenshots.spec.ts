import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Bridge, OutputOf } from '#core/contract.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { root } from './runtime.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/*
 * The pictures of docs/screenshots, taken of the built app in the order of a new user's story:
 *
 *   WIREGLASS_SCREENSHOTS=docs/screenshots npx playwright test --config e2e/playwright.config.ts e2e/screenshots.spec.ts
 *
 * `convert` (ImageMagick) reduces their palette where it is installed.
 */
const folder = process.env['WIREGLASS_SCREENSHOTS'];
/** A smaller window would show less than it can, a larger one less than can be read on a page. */
const SIZE = { width: 1280, height: 800 };
/** What a picture may weigh in the repository, bytes. */
const MOST_BYTES = 120_000;

let app: LaunchedApp;
let page: Page;

test('every view is pictured in both themes', async () => {
  test.setTimeout(300_000);
  test.skip(folder === undefined, 'WIREGLASS_SCREENSHOTS names no folder: no pictures are taken.');
  app = await launchApp();
  page = app.page;
  page.setDefaultTimeout(10_000);
  await page.setViewportSize(SIZE);
  mkdirSync(resolve(root, folder ?? ''), { recursive: true });

  await test.step('welcome', async () => {
    await expect(page.getByRole('article')).toHaveCount(13);
    await picture('welcome');
  });

  await test.step('a refusal', async () => {
    await page.getByRole('button', { name: 'Send to Good, private CA' }).click();
    await expect(page.getByRole('button', { name: 'Trust this CA for this host…' })).toBeVisible();
    await picture('untrusted');
  });

  await test.step('an import of what the server showed', async () => {
    await page.getByRole('link', { name: 'Trust' }).click();
    await page.getByRole('button', { name: 'Import…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Or paste' }).fill(await bundle());
    await dialog.getByRole('button', { name: 'Look at it' }).click();
    await expect(dialog.getByRole('grid', { name: 'Certificates found' })).toBeVisible();
    await expect(dialog).toContainText('Taken from the names in the bundle.');
    await picture('import');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Requests' }).click();
  });

  await test.step('the dialog that trusts', async () => {
    await page.getByRole('button', { name: 'Trust this CA for this host…' }).click();
    const dialog = page.getByRole('dialog');
    const { ca } = await playground();
    await dialog.getByRole('textbox', { name: 'Fingerprint the owner published' }).fill(ca?.sha256 ?? '');
    await dialog.getByRole('button', { name: 'Any port' }).click();
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Compared by phone with the platform team');
    await picture('trust-ca');
    await dialog.getByRole('button', { name: /^Trust for 1 host/ }).click();
  });

  await test.step('a trusted exchange, part by part', async () => {
    await page.getByRole('button', { name: 'Send again' }).click();
    const response = page.getByRole('region', { name: 'Response' });
    await expect(response).toContainText('200 OK');
    for (const [name, tab] of parts) {
      await response.getByRole('tab', { name: tab }).click();
      await expect(response.getByRole('tabpanel')).not.toBeEmpty();
      await picture(name);
    }
  });

  await test.step('a message of the handshake, opened', async () => {
    const response = page.getByRole('region', { name: 'Response' });
    await response.getByRole('tab', { name: 'TLS' }).click();
    await response
      .getByRole('list', { name: 'Messages' })
      .getByRole('button', { name: /ServerHello/ })
      .click();
    await response.getByRole('treeitem').nth(5).click();
    await picture('message');
  });

  await test.step('the viewer, and two certificates compared', async () => {
    await page.keyboard.press('Control+i');
    await expect(page.getByRole('heading', { level: 1, name: 'localhost' })).toBeVisible();
    await page.getByRole('button', { name: 'Valid for' }).click();
    await picture('viewer');
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('button', { name: 'Send to Expired' }).click();
    await expect(page.getByRole('region', { name: 'Response' })).toContainText(/expired/i);
    await page.keyboard.press('Control+i');
    await expect(page.getByText(/for localhost · from GET/)).toBeVisible();
    await page.getByRole('button', { name: 'Compare…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('option', { name: /localhost:8443/ })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
    await picture('compare');
  });

  await test.step('a missing certificate is fetched, and a broken handshake explained', async () => {
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('button', { name: 'Send to Missing intermediate' }).click();
    await page.getByRole('button', { name: 'Fetch the missing certificate' }).click();
    await expect(page.getByRole('heading', { name: /^Incomplete chain/ })).toBeVisible();
    await picture('missing');
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('button', { name: 'Send to Breaks off' }).click();
    await page.getByRole('button', { name: 'Find out why' }).click();
    await expect(page.getByRole('button', { name: 'Try all again' })).toBeVisible({ timeout: 30_000 });
    await picture('why');
  });

  await test.step('a scan', async () => {
    await page.getByRole('link', { name: 'Hosts' }).click();
    await page.getByRole('textbox', { name: 'Server' }).fill('localhost:8452');
    await page.getByRole('button', { name: 'Scan', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Scan again' })).toBeEnabled({ timeout: 60_000 });
    await picture('scan');
  });

  await test.step('an exception, and one send unchecked', async () => {
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('button', { name: 'Send to Expired' }).click();
    await page.getByRole('button', { name: 'Exception until…' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Note' }).fill('New certificate ordered');
    await picture('exception');
    await dialog.getByRole('button', { name: /^Accept/ }).click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await expect(page.getByRole('region', { name: 'Response' })).toContainText('200 OK');
    await picture('excepted');
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('button', { name: 'Send to Wrong host' }).click();
    await page.getByRole('region', { name: 'What happened' }).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Send once, unchecked…' }).click();
    await picture('unchecked');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('trust and its audit', async () => {
    await page.getByRole('link', { name: 'Trust' }).click();
    await page.getByRole('tab', { name: /Exceptions/ }).click();
    await page.getByRole('row', { name: /New certificate ordered/ }).click();
    await picture('exceptions');
    await page.getByRole('tab', { name: /Anchors/ }).click();
    await page.getByRole('textbox', { name: 'Host to look at' }).fill('localhost:8443');
    await page.getByRole('row', { name: /^Wireglass Playground Root/ }).click();
    await expect(page.getByRole('complementary', { name: 'Wireglass Playground Root' })).toContainText('Was trusted');
    await picture('trust');
    await page.keyboard.press('Escape');
    await page.getByRole('switch', { name: 'System list' }).press('Space');
    await page.getByRole('tab', { name: 'Audit' }).click();
    await expect(page.getByText('The system list')).toBeVisible();
    await picture('audit');
    await page.getByRole('tab', { name: 'Anchors' }).click();
    await page.getByRole('switch', { name: 'System list' }).press('Space');
  });

  await test.step('settings and export', async () => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    await picture('settings');
    await page.getByRole('link', { name: 'Requests' }).click();
    await page.getByRole('button', { name: 'Export the history…' }).click();
    await expect(page.getByRole('dialog').getByRole('table', { name: 'Secrets found' })).toBeVisible();
    await picture('export');
  });

  await app.close();
});

const parts = [
  ['body', 'Body'],
  ['headers', /^Headers/],
  ['timing', 'Timing'],
  ['tls', 'TLS'],
  ['certificates', /^Certificates/],
] as const;

/** The view as it stands, light and dark. */
async function picture(name: string): Promise<void> {
  // Nothing may be lit up by the pointer.
  await page.mouse.move(SIZE.width / 2, SIZE.height - 4);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
    const path = join(resolve(root, folder ?? ''), `${name}-${colorScheme}.png`);
    await page.screenshot({ path, caret: 'hide' });
    shrink(path);
    expect.soft(statSync(path).size, path).toBeLessThan(MOST_BYTES);
  }
}

/** A window has few colours: 256 of them look the same and weigh a third. Without dithering, which would put noise into flat areas. */
function shrink(path: string): void {
  try {
    execFileSync('convert', [path, '+dither', '-colors', '256', '-strip', '-define', 'png:compression-level=9', path]);
  } catch {
    console.log('No convert: the picture stays as large as it is.');
  }
}

async function playground(): Promise<OutputOf<'playground.state'>> {
  const answer = await page.evaluate(() => window.bridge.call('playground.state', {}));
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value as OutputOf<'playground.state'>;
}

/** Everything the server showed, as one PEM file: a root, an intermediate, a server. */
async function bundle(): Promise<string> {
  const list = await page.evaluate(() => window.bridge.call('history.list', { limit: 1 }));
  const entries = list.ok ? (list.value as OutputOf<'history.list'>) : undefined;
  const id = entries?.ok === true ? entries.value.entries[0]?.id : undefined;
  const answer = await page.evaluate((wanted) => window.bridge.call('history.get', { id: wanted }), id);
  const found = answer.ok ? (answer.value as OutputOf<'history.get'>) : undefined;
  if (found?.ok !== true) throw new Error('The exchange is not in the history.');
  return Object.values(found.value.certificates).join('\n');
}
