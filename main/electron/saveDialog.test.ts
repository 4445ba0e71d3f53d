import { expect, test } from 'vitest';
import type { SavePurpose } from '#main/shell.ts';
import { saveDialog } from './saveDialog.ts';

test.each<[string, SavePurpose, readonly string[]]>([
  ['scan of api.corp.json', 'report', ['json', 'txt']],
  ['scan of api.corp.txt', 'report', ['txt', 'json']],
  ['report of a host.JSON', 'report', ['json', 'txt']],
  ['report', 'report', ['txt', 'json']],
  ['history.har', 'har', ['har']],
  ['photo.json', 'body', ['*']],
  ['leaf.pem', 'certificate', ['pem', '*']],
  ['wireglass-trust-2026-11-25.json', 'trust', ['json']],
  ['trust-audit.csv', 'audit', ['csv', 'jsonl']],
])('%s is saved as its own kind first', (name, purpose, firstOfEach) => {
  const { filters } = saveDialog(name, purpose);

  expect(filters.map(({ extensions }) => extensions[0])).toEqual(firstOfEach);
});
