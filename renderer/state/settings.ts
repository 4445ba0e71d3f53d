import { create } from 'zustand';
import type { AppInfo, Settings } from '#core/contract.ts';
import { call, listen } from '#renderer/call.ts';

/** What the window shows until the main process has answered; the same as its own defaults. */
const unread: Settings = {
  theme: 'system',
  sidebarWidth: 296,
  maxBodyMegabytes: 1000,
  connectTimeoutSeconds: 10,
  totalTimeoutSeconds: 0,
};

export const useSettings = create<Settings>(() => unread);

/** What this app is and where it keeps its data; undefined until it has been asked. */
export const useApp = create<{ readonly app: AppInfo | undefined }>(() => ({ app: undefined }));

export async function loadSettings(): Promise<AppInfo> {
  const [settings, app] = await Promise.all([call('settings.get', {}), call('app.info', {})]);
  apply(settings);
  useApp.setState({ app });
  return app;
}

/** Takes up what was set in the application menu. Returns the function that stops it. */
export function followSettings(): () => void {
  return listen('settings.changed', apply);
}

/** Shown at once, kept by the main process, and corrected when it thinks otherwise. */
export async function changeSettings(changes: Partial<Settings>): Promise<void> {
  apply({ ...useSettings.getState(), ...changes });
  apply(await call('settings.set', changes));
}

/** Shown but not yet kept: while a splitter moves. */
export function previewSettings(changes: Partial<Settings>): void {
  useSettings.setState(changes);
}

function apply(settings: Settings): void {
  useSettings.setState(settings);
  const root = document.documentElement;
  if (settings.theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = settings.theme;
}
