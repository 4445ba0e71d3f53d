import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was when it was last closed. */
export interface WindowBounds extends Rectangle {
  readonly maximized: boolean;
}

export const DEFAULT_SIZE = { width: 1280, height: 800 } as const;
/** Below this the three panes no longer fit beside each other. */
export const MINIMUM_SIZE = { width: 900, height: 600 } as const;

const FILE = 'window.json';

/** The remembered bounds, or undefined on the first run, after damage, and when the screen they were on is gone. */
export function readWindowBounds(folder: string, screens: readonly Rectangle[]): WindowBounds | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    return isWindowBounds(read) && screens.some((screen) => canBeGrabbed(read, screen)) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers. A folder that cannot be written costs only the place of the window, so failure is silent. */
export function writeWindowBounds(folder: string, bounds: WindowBounds): void {
  const path = join(folder, FILE);
  try {
    writeFileSync(`${path}.new`, JSON.stringify(bounds));
    renameSync(`${path}.new`, path);
  } catch {
    // The next start opens at the default size.
  }
}

function isWindowBounds(value: unknown): value is WindowBounds {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height, maximized } = value as Partial<Record<keyof WindowBounds, unknown>>;
  const whole = [x, y, width, height].every(Number.isSafeInteger);
  return whole && typeof maximized === 'boolean' && Number(width) > 0 && Number(height) > 0;
}

/** Pixels of the title bar's row that must lie on a screen, so that the window can be dragged back. */
const GRIP = 100;

function canBeGrabbed(window: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return across >= GRIP && window.y >= screen.y && window.y <= screen.y + screen.height - GRIP;
}
