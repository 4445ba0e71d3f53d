import type { MenuItemConstructorOptions } from 'electron';
import type { AppCommand, Settings } from '#core/contract.ts';

export interface MenuActions {
  /** Ask the window to do something it also has a button for. */
  readonly command: (command: AppCommand) => void;
  readonly setTheme: (theme: Settings['theme']) => void;
  readonly openProfileFolder: () => void;
}

export interface MenuFacts {
  readonly platform: NodeJS.Platform;
  /** Reload and developer tools are shown only while developing. */
  readonly mode: 'development' | 'product';
  readonly theme: Settings['theme'];
}

const themes: readonly { readonly theme: Settings['theme']; readonly label: string }[] = [
  { theme: 'system', label: 'Same as System' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
];

/** The application menu as data, in display order. To add an item: a line here, and its command in core/contract.ts. */
export function menuTemplate(facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = facts.platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        {
          id: 'new-request',
          label: 'New Request',
          accelerator: 'CmdOrCtrl+N',
          click: () => {
            actions.command('new-request');
          },
        },
        {
          id: 'export',
          label: 'Export as HAR…',
          accelerator: 'CmdOrCtrl+Shift+E',
          click: () => {
            actions.command('export-har');
          },
        },
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&View', submenu: viewItems(facts, actions) },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [{ id: 'open-profile', label: 'Open Profile Folder', click: actions.openProfileFolder }],
    },
  ];
}

function viewItems(facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      label: 'Theme',
      submenu: themes.map(({ theme, label }) => ({
        id: `theme-${theme}`,
        label,
        type: 'radio' as const,
        checked: facts.theme === theme,
        click: () => {
          actions.setTheme(theme);
        },
      })),
    },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(facts.mode === 'development'
      ? [{ type: 'separator' as const }, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]
      : []),
  ];
}
