import { existsSync } from 'node:fs';
import type { BrowserWindow } from './windows.ts';

interface PathOptions {
  readonly title?: string;
  readonly defaultPath?: string;
  readonly buttonLabel?: string;
  readonly properties?: readonly string[];
}

interface MessageOptions {
  readonly title?: string;
  readonly message: string;
  readonly detail?: string;
  readonly buttons?: readonly string[];
  readonly cancelId?: number;
}

/** Electron's dialogs are the system's; these are drawn over the page and take a path by name. Tests replace the functions. */
export function createDialog(front: () => BrowserWindow | null) {
  /** Electron's dialogs take an optional window before their options. */
  const split = <T>(args: readonly unknown[]): { window: BrowserWindow | null; options: T } => {
    const options = args.at(-1) as T;
    return { window: args.length > 1 ? (args[0] as BrowserWindow) : front(), options };
  };

  return {
    async showOpenDialog(...args: unknown[]) {
      const { window, options } = split<PathOptions>(args);
      const many = options.properties?.includes('multiSelections') === true;
      const answer = await window?.ask({
        title: options.title ?? 'Open',
        detail: '',
        field: { label: many ? 'Paths, one per line' : 'Path', value: options.defaultPath ?? '', lines: many ? 4 : 1 },
        buttons: [options.buttonLabel ?? 'Open', 'Cancel'],
      });
      const paths = (answer?.text ?? '').split('\n').flatMap((line) => line.trim() || []);
      if (answer?.button !== 0 || paths.length === 0) return { canceled: true, filePaths: [] };
      return { canceled: false, filePaths: many ? paths : paths.slice(0, 1) };
    },

    async showSaveDialog(...args: unknown[]) {
      const { window, options } = split<PathOptions>(args);
      const answer = await window?.ask({
        title: options.title ?? 'Save',
        detail: '',
        field: { label: 'Path', value: options.defaultPath ?? '', lines: 1 },
        buttons: [options.buttonLabel ?? 'Save', 'Cancel'],
      });
      const filePath = answer?.text.trim() ?? '';
      if (answer?.button !== 0 || filePath === '') return { canceled: true, filePath: '' };
      if (existsSync(filePath)) {
        const detail = `${filePath}\nexists already.`;
        const sure = await window?.ask({ title: 'Replace the file?', detail, buttons: ['Replace', 'Cancel'] });
        if (sure?.button !== 0) return { canceled: true, filePath: '' };
      }
      return { canceled: false, filePath };
    },

    async showMessageBox(...args: unknown[]) {
      const { window, options } = split<MessageOptions>(args);
      const buttons = options.buttons ?? ['OK'];
      const answer = await window?.ask({ title: options.message, detail: options.detail ?? '', buttons });
      return { response: answer?.button ?? options.cancelId ?? 0, checkboxChecked: false };
    },

    showErrorBox(title: string, content: string): void {
      console.error(`${title}\n${content}`);
      void front()?.ask({ title, detail: content, buttons: ['OK'] });
    },
  };
}
