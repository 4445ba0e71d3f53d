import { describe, expect, test } from 'vitest';
import { menuTemplate, type MenuFacts } from './menu.ts';

const facts: MenuFacts = { platform: 'linux', mode: 'product', theme: 'dark' };

type Item = ReturnType<typeof menuTemplate>[number];

function itemsOf(template: readonly Item[]): Item[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}
const build = (change: Partial<MenuFacts>, done: string[] = []) =>
  itemsOf(
    menuTemplate(
      { ...facts, ...change },
      {
        command: (command) => done.push(command),
        setTheme: (theme) => done.push(theme),
        openProfileFolder: () => done.push('folder'),
      },
    ),
  );
const click = (items: readonly Item[], id: string) => {
  (items.find((item) => item.id === id)?.click as () => void)();
};

describe('the application menu', () => {
  test('does what its items say', () => {
    const done: string[] = [];
    const items = build({}, done);

    for (const id of ['new-request', 'export', 'theme-light', 'open-profile']) click(items, id);

    expect(done).toEqual(['new-request', 'export-har', 'light', 'folder']);
  });

  test('marks the theme in force', () => {
    const checked = build({}).filter((item) => item.checked === true);

    expect(checked.map((item) => item.id)).toEqual(['theme-dark']);
  });

  test('offers reload and developer tools only while developing', () => {
    const roles = (mode: MenuFacts['mode']) => build({ mode }).map((item) => item.role);

    expect(roles('product')).not.toContain('reload');
    expect(roles('product')).not.toContain('toggleDevTools');
    expect(roles('development')).toContain('reload');
  });

  test('has the application menu of macOS only there', () => {
    expect(build({ platform: 'darwin' }).map((item) => item.role)).toContain('appMenu');
    expect(build({ platform: 'linux' }).map((item) => item.role)).not.toContain('appMenu');
  });
});
