import type { Settings } from '#core/contract.ts';

/** What a save dialog is for: decides its title, its file filter and the folder it opens in. */
export type SavePurpose = 'har' | 'body' | 'certificate' | 'report' | 'trust' | 'audit';

/** What a dialog that chooses files is for: decides its title, its file filter, and whether it takes files or a folder. */
export type OpenPurpose = 'certificates' | 'folder' | 'identity' | 'trust';

/** What the engine's handlers need of the desktop around them. Electron-free: tests and the terminal give their own. */
export interface Shell {
  /** Paths the user chose; empty when the dialog was closed. */
  readonly chooseFiles: (purpose: OpenPurpose) => Promise<readonly string[]>;
  /** Text of the clipboard. Asked only when a person pressed a button that says so; the window itself may not read it. */
  readonly readClipboard: () => Promise<string>;
  /** Where to save, or undefined when the dialog was closed. The user has already agreed to overwrite what is there. */
  readonly chooseSavePath: (suggestedName: string, purpose: SavePurpose) => Promise<string | undefined>;
  /** Makes native parts (menus, dialogs, scroll bars, `prefers-color-scheme`) follow the setting at once. */
  readonly applyTheme: (theme: Settings['theme']) => void;
  readonly facts: ShellFacts;
}

/** What does not change while the app runs. */
export interface ShellFacts {
  readonly version: string;
  readonly runtime: 'electron' | 'host';
  readonly profileFolder: string;
  /** Address given at start; absent when there was none. */
  readonly openUrl?: string;
}
