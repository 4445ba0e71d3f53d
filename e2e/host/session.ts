import type { BrowserContext } from 'playwright-core';

type RequestHandler = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { readonly requestingUrl: string; readonly isMainFrame: boolean },
) => void;
type CheckHandler = (contents: unknown, permission: string, requestingOrigin: string, details: object) => boolean;

/** Electron's names of what a page may ask for → Playwright's. Only these can be told to Chromium; all others it denies. */
const permissions: readonly (readonly [electron: string, chromium: string])[] = [
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['midiSysex', 'midi-sysex'],
  ['notifications', 'notifications'],
  ['storage-access', 'storage-access'],
];

/** Electron's `session`: its permission handlers are asked for every permission when a window opens. */
export class Session {
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }
  /** No device and no screen is ever given: there is nothing to ask these for. */
  setDevicePermissionHandler(): void {
    return;
  }
  setDisplayMediaRequestHandler(): void {
    return;
  }

  /** Tells Chromium. Without handlers Electron grants all; so does this, as far as Chromium can be told. */
  async applyPermissions(
    context: BrowserContext,
    contents: unknown,
    appUrl: string,
    browserOrigin: string,
  ): Promise<void> {
    const granted = new Set<string>();
    for (const [name, chromium] of permissions) if (this.#grants(contents, name, appUrl)) granted.add(chromium);
    // Granting some denies all others; granting none denies all.
    await context.grantPermissions([...granted], { origin: browserOrigin });
  }

  #grants(contents: unknown, name: string, url: string): boolean {
    let asked = this.#request === null;
    this.#request?.(contents, name, (granted) => (asked = granted), { requestingUrl: url, isMainFrame: true });
    return asked && (this.#check?.(contents, name, url, {}) ?? true);
  }
}
