import { pathOf } from '#renderer/call.ts';

/** Names that say certificate; the main process looks for the same in folders that it reads itself. */
const certificateName = /\.(?:pem|crt|cer|der|ca|p7b|p7c|p12|pfx|jks|jceks|keystore|truststore)$/i;

/** How deep folders are looked through, and how many files are taken: a whole disk dropped by a slip must end. */
const MOST_DEPTH = 4;
const MOST_FILES = 1000;

/**
 * The files of a drop or a paste. A folder that has a path comes as it is, for the main process to read; one without (dragged in
 * where paths are hidden) is looked through here, for files whose names say certificate.
 *
 * Call it within the event: what a drop holds is gone afterwards.
 */
export function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  if (items.length === 0) return Promise.resolve([...transfer.files]);
  const found = items.map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
  return takeAll(found);
}

interface Dropped {
  readonly file: File | null;
  readonly entry: FileSystemEntry | null;
}

async function takeAll(dropped: readonly Dropped[]): Promise<readonly File[]> {
  const taken: File[] = [];
  for (const { file, entry } of dropped) {
    if (entry?.isDirectory === true && (file === null || pathOf(file) === undefined)) {
      await walk(entry as FileSystemDirectoryEntry, 1, taken);
    } else if (file !== null) {
      taken.push(file);
    }
  }
  return taken;
}

async function walk(folder: FileSystemDirectoryEntry, depth: number, taken: File[]): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // A reader gives at most a hundred entries at a time, and none when it is through.
    const entries = await new Promise<readonly FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => {
        resolve([]);
      });
    });
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (taken.length >= MOST_FILES) return;
      if (entry.isDirectory && depth < MOST_DEPTH) await walk(entry as FileSystemDirectoryEntry, depth + 1, taken);
      else if (entry.isFile && certificateName.test(entry.name)) await take(entry as FileSystemFileEntry, taken);
    }
  }
}

function take(entry: FileSystemFileEntry, taken: File[]): Promise<void> {
  return new Promise((resolve) => {
    entry.file(
      (file) => {
        taken.push(file);
        resolve();
      },
      () => {
        resolve();
      },
    );
  });
}
