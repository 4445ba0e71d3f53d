import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readWindowBounds, writeWindowBounds } from './windowBounds.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'wireglass-bounds-'));
const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const bounds = { x: 100, y: 50, width: 1280, height: 800, maximized: false };

describe('the place of the window', () => {
  test('is what was remembered', () => {
    const folder = newFolder();

    writeWindowBounds(folder, bounds);

    expect(readWindowBounds(folder, [screen])).toEqual(bounds);
  });

  test('is forgotten when its screen is gone', () => {
    const folder = newFolder();

    writeWindowBounds(folder, { ...bounds, x: 2500 });

    expect(readWindowBounds(folder, [screen])).toBeUndefined();
    expect(readWindowBounds(folder, [screen, { ...screen, x: 1920 }])).toBeDefined();
  });

  test('is not taken from where its title bar could not be grabbed', () => {
    const folder = newFolder();

    writeWindowBounds(folder, { ...bounds, y: -40 });

    expect(readWindowBounds(folder, [screen])).toBeUndefined();
  });

  test.each(['', '{', 'null', '[]', '{"x":1}', '{"x":"1","y":0,"width":1,"height":1,"maximized":false}'])(
    'is not read from %j',
    (text) => {
      const folder = newFolder();
      writeFileSync(join(folder, 'window.json'), text);

      expect(readWindowBounds(folder, [screen])).toBeUndefined();
    },
  );

  test('that cannot be remembered does no harm', () => {
    expect(() => {
      writeWindowBounds('/nonexistent', bounds);
    }).not.toThrow();
  });
});
