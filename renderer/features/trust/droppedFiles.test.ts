import { describe, expect, test } from 'vitest';
import { droppedFiles } from './droppedFiles.ts';
import { fakeBridge } from '#renderer/fakeBridge.ts';

interface Entry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}

/** As the browser gives them: files by callback, folders by a reader that is asked until it has no more. */
function fileEntry(name: string): Entry {
  const file = (done: (file: File) => void) => {
    done(new File(['x'], name));
  };
  return { name, isFile: true, isDirectory: false, ...{ file } };
}

function folderEntry(name: string, children: readonly Entry[]): Entry {
  const createReader = () => {
    let left = [...children];
    return {
      readEntries: (done: (entries: readonly Entry[]) => void) => {
        done(left.slice(0, 2));
        left = left.slice(2);
      },
    };
  };
  return { name, isFile: false, isDirectory: true, ...{ createReader } };
}

function drop(...entries: readonly Entry[]): DataTransfer {
  const items = entries.map((entry) => ({
    kind: 'file',
    getAsFile: () => new File(['x'], entry.name),
    webkitGetAsEntry: () => entry,
  }));
  // Only what droppedFiles asks for: there is no DataTransfer outside a browser.
  return { items, files: [] } as unknown as DataTransfer;
}

const names = async (transfer: DataTransfer) => {
  fakeBridge({});
  return (await droppedFiles(transfer)).map(({ name }) => name);
};

describe('a drop', () => {
  test('of files takes them all, whatever they are called', async () => {
    expect(await names(drop(fileEntry('root.pem'), fileEntry('README')))).toEqual(['root.pem', 'README']);
  });

  test('of a folder takes the files in it whose names say certificate', async () => {
    const folder = folderEntry('pki', [
      fileEntry('root.pem'),
      fileEntry('notes.txt'),
      fileEntry('store.P12'),
      folderEntry('inner', [fileEntry('issuing.crt')]),
    ]);

    expect(await names(drop(folder))).toEqual(['root.pem', 'store.P12', 'issuing.crt']);
  });

  test('of folders in folders ends at the fourth', async () => {
    let folder = folderEntry('deepest', [fileEntry('deep.pem')]);
    for (let depth = 0; depth < 5; depth++) folder = folderEntry(`level ${depth}`, [folder]);

    expect(await names(drop(folder))).toEqual([]);
  });

  test('of very many ends at a thousand', async () => {
    const many = folderEntry(
      'many',
      Array.from({ length: 1200 }, (_, index) => fileEntry(`${index}.pem`)),
    );

    expect(await names(drop(many))).toHaveLength(1000);
  });
});
