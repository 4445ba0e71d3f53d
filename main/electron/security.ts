import { app, session, shell, type Session, type WebContents } from 'electron';
import { isOwnUrl, isSafeExternalUrl } from './origin.ts';

/** The one power of web pages that we use: writing text to the clipboard after a click. Reading it stays denied. */
const GRANTED_PERMISSION = 'clipboard-sanitized-write';

/**
 * Closes every door of Electron's checklist that is not a setting of the window (items 5, 12, 13, 14), for every window there
 * will be. Call it once, when the app is ready and before the first window.
 */
export function guardWindows(development: string | undefined): void {
  denyPermissions(session.defaultSession, development);
  app.on('web-contents-created', (_event, contents) => {
    denyNavigation(contents, development);
  });
}

/** Electron grants everything by default: request, check, devices and screen capture are four separate handlers. */
function denyPermissions(target: Session, development: string | undefined): void {
  target.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === GRANTED_PERMISSION && isOwnUrl(details.requestingUrl, development));
  });
  target.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) =>
      permission === GRANTED_PERMISSION && isOwnUrl(requestingOrigin, development),
  );
  target.setDevicePermissionHandler(() => false);
  target.setDisplayMediaRequestHandler(null);
}

function denyNavigation(contents: WebContents, development: string | undefined): void {
  contents.on('will-navigate', (details) => {
    if (!isOwnUrl(details.url, development)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame) details.preventDefault();
  });
  contents.on('will-redirect', (details) => {
    if (!isOwnUrl(details.url, development)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    // Not within the handler: the system's browser must never be waited for while a window is being denied.
    if (isSafeExternalUrl(url)) setImmediate(() => void shell.openExternal(url));
    return { action: 'deny' };
  });
}
