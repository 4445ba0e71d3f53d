import type { FileFilter } from 'electron';
import type { SavePurpose } from '#main/shell.ts';

export const certificateFiles: readonly FileFilter[] = [
  { name: 'Certificates', extensions: ['pem', 'crt', 'cer', 'der', 'p7b', 'p7c', 'p12', 'pfx', 'jks'] },
  { name: 'All files', extensions: ['*'] },
];

interface SaveDialog {
  readonly title: string;
  readonly filters: readonly FileFilter[];
}

const dialogs: Readonly<Record<SavePurpose, SaveDialog>> = {
  har: { title: 'Export as HAR', filters: [{ name: 'HTTP Archive', extensions: ['har'] }] },
  body: { title: 'Save body', filters: [{ name: 'All files', extensions: ['*'] }] },
  certificate: { title: 'Save certificate', filters: certificateFiles },
  trust: { title: 'Save the trust store', filters: [{ name: 'Trust file', extensions: ['json'] }] },
  audit: {
    title: 'Save the audit',
    filters: [
      { name: 'JSON Lines', extensions: ['jsonl'] },
      { name: 'CSV', extensions: ['csv'] },
    ],
  },
  report: {
    title: 'Save report',
    filters: [
      { name: 'Text', extensions: ['txt'] },
      { name: 'JSON', extensions: ['json'] },
    ],
  },
};

/**
 * Title and kinds of file of a save dialog. The kind of the suggested name comes first: the first is the one chosen, and some
 * systems put its extension behind a name that has another.
 */
export function saveDialog(suggestedName: string, purpose: SavePurpose): SaveDialog {
  const { title, filters } = dialogs[purpose];
  const extension = suggestedName.slice(suggestedName.lastIndexOf('.') + 1).toLowerCase();
  const own = (filter: FileFilter) => filter.extensions.includes(extension);
  return { title, filters: [...filters.filter(own), ...filters.filter((filter) => !own(filter))] };
}
