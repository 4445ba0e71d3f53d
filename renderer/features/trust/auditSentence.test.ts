import { expect, test } from 'vitest';
import { auditDays } from './auditDays.ts';
import { auditSentence } from './auditSentence.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';

const at = new Date(2026, 10, 23, 12).getTime();

function entry(more: Partial<AuditEntry>): AuditEntry {
  return { id: 1, at, action: 'change-anchor', direction: 'wider', subject: 'ab'.repeat(32), label: 'Root', ...more };
}

test('one change names itself, with before and after', () => {
  const wider = entry({ before: { scope: ['a.test'] }, after: { scope: ['a.test', 'b.test'] } });

  expect(auditSentence(wider)).toMatchObject({
    subject: 'Root',
    did: 'covers more',
    changes: [{ before: 'a.test', after: 'a.test, b.test' }],
  });
  expect(auditSentence({ ...wider, direction: 'narrower' }).did).toBe('was limited');
});

test('an empty scope is everywhere, a missing end is no end', () => {
  const changed = entry({ before: { scope: [] }, after: { scope: ['a.test'], trustedUntil: at } });

  expect(auditSentence(changed).changes).toEqual([
    { name: 'hosts', before: 'everywhere', after: 'a.test' },
    { name: 'until', before: 'no end', after: 'until 23 Nov 2026, 12:00' },
  ]);
});

test('what stayed the same is not told', () => {
  const same = entry({ before: { scope: [], label: 'A' }, after: { scope: [], label: 'B' } });

  expect(auditSentence(same).changes.map((change) => change.name)).toEqual(['name']);
});

test('what was added tells for which hosts, until when and which certificate', () => {
  const after = { scope: ['a.test'], origin: { kind: 'server', name: 'a.test:443' } };
  const added = entry({ action: 'add-anchor', after });

  expect(auditSentence(added)).toMatchObject({
    did: 'was trusted',
    facts: ['a.test', 'no end', 'shown by a.test:443', 'SHA-256 ABABABAB…'],
  });
});

test('a source is called by its name', () => {
  expect(auditSentence(entry({ action: 'source-off', subject: 'system' })).subject).toBe('The system list');
});

test('fields of another kind than expected do not break the line', () => {
  const odd = entry({ before: { scope: 'x', trustedUntil: 'y' }, after: { scope: null, note: 5 } });

  expect(auditSentence(odd).changes).toEqual([]);
});

test('decisions stand under the day they were made on', () => {
  const days = auditDays([entry({}), entry({ at: at - 86_400_000 }), entry({ at: at - 5 * 86_400_000 })], at + 1000);

  expect(days.map((day) => day.title)).toEqual(['Today', 'Yesterday', '18 Nov 2026']);
});
