import { describe, expect, test } from 'vitest';
import { openDialog } from './openDialog.ts';

describe('a dialog that chooses', () => {
  test('certificates takes several files', () => {
    expect(openDialog('certificates').properties).toEqual(['openFile', 'multiSelections']);
  });

  test('a folder takes folders, and no filter hides them', () => {
    const { properties, filters } = openDialog('folder');

    expect(properties).toEqual(['openDirectory']);
    expect(filters).toBeUndefined();
  });

  test('a client certificate shows key stores and keys first, and can show everything', () => {
    const [first, last] = openDialog('identity').filters ?? [];

    expect(first?.extensions).toEqual(expect.arrayContaining(['p12', 'pfx', 'pem', 'key']));
    expect(last?.extensions).toEqual(['*']);
  });
});
