import { expect, test, type Page } from '@playwright/test';
import { launchApp, type LaunchedApp } from './launchApp.ts';

/*
 * The window without a pointer: every step here is a key.
 */
let app: LaunchedApp;

// One window for all: each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  app = await launchApp();
  app.page.setDefaultTimeout(10_000);
});
test.afterAll(async () => {
  await app.close();
});

/** What has the focus. */
const focused = (page: Page) => page.locator(':focus');
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Presses Tab until the named control has the focus: how it is reached by someone who cannot see where it is. */
async function tabTo(page: Page, role: 'button' | 'option', name: string): Promise<void> {
  const target = page.getByRole(role, { name }).first();
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} is not reached by Tab.`);
}

test('the story of a new user is told with keys alone', async () => {
  const { page } = app;

  await test.step('Tab reaches the first server, and Enter sends to it', async () => {
    await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused();
    await tabTo(page, 'button', 'Send to Good, private CA');
    await page.keyboard.press('Enter');

    await expect(region(page, 'Request').getByRole('paragraph')).toContainText('Untrusted');
  });

  await test.step('the CA is trusted in a dialog that does not begin at the button that trusts', async () => {
    await tabTo(page, 'button', 'Trust this CA for this host…');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Fingerprint the owner published' })).toBeFocused();

    await tabTo(page, 'button', 'Trust for 1 host');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('the next step has the focus: Enter sends again, and the server is trusted', async () => {
    await expect(page.getByRole('button', { name: 'Send again' })).toBeFocused();
    await page.keyboard.press('Enter');

    await expect(region(page, 'Request').getByRole('paragraph')).toContainText('Trusted');
    await expect(region(page, 'Response')).toContainText('200 OK');
  });

  await test.step('the focus is at the answer, where arrows walk through its parts', async () => {
    const parts = page.getByRole('tablist', { name: 'Parts of the exchange' });
    await expect(parts.getByRole('tab', { name: 'Body' })).toBeFocused();
    for (const name of ['Headers', 'Timing', 'TLS', 'Certificates']) {
      await page.keyboard.press('ArrowRight');
      await expect(parts.getByRole('tab', { name: new RegExp(`^${name}`) })).toBeFocused();
      await expect(parts.getByRole('tab', { name: new RegExp(`^${name}`) })).toHaveAttribute('aria-selected', 'true');
    }
  });
});

test('Ctrl L selects the address, Ctrl T opens a request and Ctrl W closes it', async () => {
  const { page } = app;
  const address = page.getByRole('textbox', { name: 'Address' });
  const tabs = page.getByRole('tablist', { name: 'Open requests' }).getByRole('tab');
  const before = await tabs.count();

  await page.keyboard.press('Control+l');
  await expect(address).toBeFocused();
  await page.keyboard.press('Control+t');
  await expect(tabs).toHaveCount(before + 1);
  await expect(address).toBeFocused();
  await expect(address).toHaveValue('');
  await page.keyboard.press('Control+w');

  await expect(tabs).toHaveCount(before);
});

test('Ctrl Enter without an address sends nothing and shows where to write it', async () => {
  const { page } = app;
  const entries = page.getByRole('listbox', { name: 'Exchanges' }).getByRole('option');
  const before = await entries.count();
  await page.keyboard.press('Control+t');
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('heading', { name: 'Trust', level: 1 })).toBeVisible();

  await page.keyboard.press('Control+Enter');

  await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused();
  await expect(page.getByText('Not asked yet')).toBeVisible();
  await expect(entries).toHaveCount(before);
  await page.keyboard.press('Control+w');
});

test('Ctrl and a number go to the places, in the order of the rail', async () => {
  const { page } = app;
  const places = page.getByRole('navigation', { name: 'Places' }).getByRole('link');
  const names = await places.allTextContents();

  for (const [index, name] of names.entries()) {
    await page.keyboard.press(`Control+${String(index + 1)}`);
    await expect(places.filter({ hasText: name })).toHaveAttribute('aria-current', 'page');
  }
  await page.keyboard.press('Control+1');
});

test('F6 stops once at every pane and comes back to where it began', async () => {
  const { page } = app;
  await page.keyboard.press('Control+l');
  const paneOf = () =>
    page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? undefined);
  const seen: (string | undefined)[] = [await paneOf()];

  for (;;) {
    await page.keyboard.press('F6');
    const pane = await paneOf();
    if (pane === seen[0] || seen.length > 20) break;
    seen.push(pane);
  }

  expect(seen).toEqual(['address', 'composer', 'response', 'status', 'places', 'history']);
});

test('the history is walked, its menu opened and an entry deleted and brought back with keys', async () => {
  const { page } = app;
  const list = page.getByRole('listbox', { name: 'Exchanges' });
  const entries = list.getByRole('option');
  const before = await entries.count();
  await list.focus();

  await page.keyboard.press('End');
  await expect(entries.last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(list).toBeFocused();

  await page.keyboard.press('Delete');
  await expect(entries).toHaveCount(before - 1);
  await tabTo(page, 'button', 'Undo');
  await page.keyboard.press('Enter');
  await expect(entries).toHaveCount(before);
});

test('Ctrl F searches where the focus is: in the body, and in the list of anchors', async () => {
  const { page } = app;
  await page.keyboard.press('Control+1');
  await page.getByRole('listbox', { name: 'Exchanges' }).getByRole('option', { name: /200/ }).first().click();
  await page.getByRole('region', { name: 'Response' }).getByRole('tab', { name: 'Body' }).click();
  await expect(page.getByRole('searchbox', { name: 'Find in body' })).toBeVisible();
  await page.keyboard.press('Control+f');
  await expect(focused(page)).toHaveAccessibleName('Find in body');

  await page.keyboard.press('Control+3');
  await expect(page.getByRole('grid', { name: 'Anchors' })).toBeVisible();
  await page.keyboard.press('Control+f');
  await expect(focused(page)).toHaveAccessibleName('Filter by name, key or fingerprint');
});

test('the table of anchors opens with arrows and closes with Esc', async () => {
  const { page } = app;
  await page.keyboard.press('Control+3');
  await page.getByRole('grid', { name: 'Anchors' }).focus();

  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('complementary', { name: 'Wireglass Playground Root' })).toBeVisible();
  await page.keyboard.press('Escape');

  await expect(page.getByRole('complementary', { name: 'Wireglass Playground Root' })).toHaveCount(0);
});

test('a day is moved by arrows, and one that is none is refused in words', async () => {
  const { page } = app;
  await page.keyboard.press('Control+3');
  await page.getByRole('row', { name: /^Wireglass Playground Root/ }).click();
  const day = page.getByRole('textbox', { name: 'Last day' });
  const before = await day.inputValue();
  expect(before).toMatch(/^\d{4}-\d\d-\d\d$/);

  await day.focus();
  await page.keyboard.press('ArrowUp');
  expect(Date.parse(await day.inputValue()) - Date.parse(before)).toBe(86_400_000);
  await day.fill('12/23/2026');

  await expect(page.getByText('Write the day as year-month-day')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  await expect(focused(page)).toHaveAccessibleName('Last day');
});
