import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { contract, type Settings } from '#core/contract.ts';
import { setAside } from './sqlite.ts';

/** What a new profile begins with. Limits as in core/http/draft.ts; the sidebar as in docs/design/window.md. */
export const defaultSettings: Settings = {
  theme: 'system',
  sidebarWidth: 296,
  maxBodyMegabytes: 1000,
  connectTimeoutSeconds: 10,
  totalTimeoutSeconds: 0,
};

export interface SettingsFile {
  get(): Settings;
  /** The settings after the change. They hold for this run even when the disk does not take them. */
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings;
  /** New path of a file that could not be read; the run began with the defaults then. */
  readonly setAside?: string;
}

export const settingsFileName = 'settings.json';

/**
 * The settings of a profile. Never throws.
 *
 * A value that is out of bounds or unknown counts as absent, so that one bad line does not cost the others; a file that is no
 * JSON object is put aside under its date.
 */
export function openSettings(folder: string): SettingsFile {
  const path = join(folder, settingsFileName);
  const found = readSettings(path);
  let settings = found.settings;
  return {
    get: () => settings,
    set(change) {
      settings = { ...settings, ...validFields(change) };
      try {
        writeAtomically(folder, path, `${JSON.stringify(settings, undefined, 2)}\n`);
      } catch {
        // Nothing the user could do about a window width: the next change tries again.
      }
      return settings;
    },
    ...(found.setAside === undefined ? {} : { setAside: found.setAside }),
  };
}

function readSettings(path: string): { readonly settings: Settings; readonly setAside?: string } {
  if (!existsSync(path)) return { settings: defaultSettings };
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { settings: { ...defaultSettings, ...validFields(value) } };
    }
  } catch {
    // Not readable or no JSON: as below.
  }
  return { settings: defaultSettings, ...putAside(path) };
}

function putAside(path: string): { readonly setAside?: string } {
  try {
    return { setAside: setAside(path, statSync(path).mtimeMs) };
  } catch {
    return {};
  }
}

/** The fields that the contract would accept; each is judged alone. */
function validFields(value: object): Partial<Settings> {
  const { shape } = contract['settings.set'].input;
  const valid = Object.entries(value).filter(([name, field]) => {
    if (field === undefined || !Object.hasOwn(shape, name)) return false;
    return shape[name as keyof typeof shape].safeParse(field).success;
  });
  return Object.fromEntries(valid) as Partial<Settings>;
}

/** Complete or not at all, also when the power fails: the old file stands until the new one is on the disk. */
function writeAtomically(folder: string, path: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.new`;
  const handle = openSync(draft, 'w');
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, path);
}
