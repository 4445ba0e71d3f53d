/** The scheme and host under which the window is served. Registered as standard and secure before the app is ready. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'bundle';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/**
 * The address of electron-vite's development server, or undefined outside development.
 *
 * Believed only on loopback: an environment variable must not make the window load a stranger's page with our bridge.
 */
export function developmentOrigin(environment: NodeJS.ProcessEnv, packaged: boolean): string | undefined {
  const url = environment['ELECTRON_RENDERER_URL'];
  if (packaged || url === undefined || !URL.canParse(url)) return undefined;
  const { hostname, origin, protocol } = new URL(url);
  const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return protocol === 'http:' && loopback ? origin : undefined;
}

/**
 * True for an address of our own pages.
 *
 * Compares parsed parts, never a prefix: `new URL('app://bundle/x').origin` is 'null' in Node, and
 * 'app://bundle.evil' begins like ours.
 */
export function isOwnUrl(url: string, development?: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (protocol === `${APP_SCHEME}:`) return host === APP_HOST;
  return development !== undefined && origin === development;
}

/** True for what may be given to the system's browser: plain https, as Electron's checklist (item 15) asks. */
export function isSafeExternalUrl(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** The part of Electron's WebFrameMain that tells who asks. */
export interface SenderFrame {
  readonly parent: unknown;
  readonly origin: string;
  readonly url: string;
}

/**
 * True when a call comes from the top frame of our own page.
 *
 * Electron gives null for a frame that has navigated away or was destroyed since it asked. `origin` is the frame's security
 * origin: a sandboxed frame of our own address is 'null' and is refused.
 */
export function isTrustedSender(frame: SenderFrame | null, development?: string): boolean {
  if (frame === null || frame.parent !== null) return false;
  return isOwnUrl(frame.origin, development) && isOwnUrl(frame.url, development);
}
