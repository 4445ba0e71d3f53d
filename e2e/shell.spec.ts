import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { root } from './runtime.ts';

/*
 * What belongs to the desktop rather than to the page: start, menu, one instance per profile, end.
 */

/** Nothing listens on port 1: the address is only shown. */
const ADDRESS = 'https://localhost:1/from-the-start';

const prefersDark = (app: LaunchedApp) => app.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);

async function clickMenu(app: LaunchedApp, id: string): Promise<void> {
  await expect.poll(() => app.evaluateMain(({ Menu }) => Menu.getApplicationMenu() !== null, undefined)).toBe(true);
  await app.evaluateMain(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item) throw new Error(`The menu has no ${wanted}.`);
    item.click();
  }, id);
}

test('an address given at start stands in the address field', async () => {
  const app = await launchApp({ args: [ADDRESS] });

  await expect(app.page.getByRole('textbox', { name: 'Address' })).toHaveValue(ADDRESS);

  await app.close();
});

test('the theme chosen in the menu is in force at once, and after a restart', async () => {
  const first = await launchApp();
  await clickMenu(first, 'theme-dark');
  await expect.poll(() => prefersDark(first)).toBe(true);
  await first.close();

  const second = await launchApp({ profile: first.profile });
  await expect.poll(() => prefersDark(second)).toBe(true);
  await clickMenu(second, 'theme-light');
  await expect.poll(() => prefersDark(second)).toBe(false);
  await second.close();
});

test('the menu opens a new request and the export', async () => {
  const app = await launchApp();
  const tabs = app.page.getByRole('tablist', { name: 'Open requests' }).getByRole('tab');
  await expect(tabs).toHaveCount(1);

  await clickMenu(app, 'new-request');
  await expect(tabs).toHaveCount(2);
  await clickMenu(app, 'export');
  await expect(app.page.getByRole('dialog')).toContainText('HAR');

  await app.close();
});

test('a second start on the same profile hands its address to the first', async () => {
  const app = await launchApp();
  test.skip(app.runtime === 'electron', 'A second Electron is started by its own binary.');

  const words = ['--import', join(root, 'e2e/host/register.mjs'), join(root, 'out/main/index.js')];
  execFileSync(process.execPath, [...words, '--profile', app.profile, ADDRESS], { timeout: 20_000 });

  await expect(app.page.getByRole('textbox', { name: 'Address' })).toHaveValue(ADDRESS);
  await app.close();
});
