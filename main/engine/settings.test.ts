import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSettings, openSettings } from './settings.ts';

function newFolder(content?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-settings-'));
  if (content !== undefined) writeFileSync(join(folder, 'settings.json'), content);
  return folder;
}

describe('settings', () => {
  test('begin with the defaults and write nothing until something is set', () => {
    const folder = newFolder();

    expect(openSettings(folder).get()).toEqual(defaultSettings);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('survive a restart; what a change does not name stays', () => {
    const folder = newFolder();
    openSettings(folder).set({ theme: 'dark' });

    const settings = openSettings(folder).set({ sidebarWidth: 320, theme: undefined });

    expect(settings).toEqual({ ...defaultSettings, theme: 'dark', sidebarWidth: 320 });
    expect(openSettings(folder).get()).toEqual(settings);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('a value out of bounds, of another kind or unknown does not cost the others', () => {
    const folder = newFolder('{"theme":"dark","sidebarWidth":9999,"maxBodyMegabytes":"many","future":1}');

    const settings = openSettings(folder);

    expect(settings.get()).toEqual({ ...defaultSettings, theme: 'dark' });
    expect(settings.setAside).toBeUndefined();
  });

  test.each(['', '{"theme":"dark"', '[]', 'null', '"text"', '\0\0\0'])(
    'a file that is no JSON object (%j) is kept aside and the defaults hold',
    (content) => {
      const folder = newFolder(content);

      const settings = openSettings(folder);

      expect(settings.get()).toEqual(defaultSettings);
      expect(readFileSync(settings.setAside ?? '', 'utf8')).toBe(content);
      settings.set({ theme: 'light' });
      expect(openSettings(folder).get().theme).toBe('light');
    },
  );

  test('hold for the run when the disk does not take them', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'settings.json.new'));

    const settings = openSettings(folder);
    settings.set({ theme: 'dark' });

    expect(settings.get().theme).toBe('dark');
    expect(openSettings(folder).get().theme).toBe('system');
  });
});
