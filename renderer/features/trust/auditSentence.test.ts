import { expect, test } from 'vitest';
import { auditDays } from './auditDays.ts';
import { auditSentence } from './auditSentence.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';

const at = new Date(2026, 10, 23, 12).getTime();

function entry(more: Partial<AuditEntry>): AuditEntry {
  const base = { id: 1, at, action: 'change-anchor', by: 'window', direction: 'wider', label: 'Root' } as const;
  return { ...base, subject: 'ab'.repeat(32), ...more };
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

test('an exception tells what was accepted, until when, and what stopped it', () => {
  const made = { leaf: 'cd'.repeat(32), accepted: ['expired', 'wrong-host'], end: { kind: 'date', at } };
  const about = { subject: '0198', label: 'wms.corp:443' };

  expect(auditSentence(entry({ ...about, action: 'add-exception', after: made }))).toEqual({
    subject: 'Exception for wms.corp:443',
    did: 'was made',
    changes: [],
    facts: ['expired, another name', 'until 23 Nov 2026, 12:00', 'certificate SHA-256 CDCDCDCD…'],
  });
  const after = { leaf: 'ef'.repeat(32), unaccepted: ['expired'] };
  expect(auditSentence(entry({ ...about, action: 'stop-exception', by: 'app', before: made, after }))).toMatchObject({
    did: 'stopped',
    facts: ['another certificate: CDCDCDCD… became EFEFEFEF…', 'not accepted: expired', 'by itself'],
  });
  const longer = { before: made, after: { ...made, end: { kind: 'forever' } } };
  expect(auditSentence(entry({ ...about, action: 'change-exception', ...longer }))).toMatchObject({
    did: 'lost its end',
    changes: [{ name: 'until', before: 'until 23 Nov 2026, 12:00', after: 'no end' }],
  });
});

test('what was refused says whether the certificate or its key', () => {
  const after = { kind: 'key', sha256: 'ab'.repeat(32), note: 'Printed in the manual' };

  expect(auditSentence(entry({ action: 'add-distrust', after, by: 'terminal' }))).toMatchObject({
    subject: 'Key of Root',
    did: 'was refused',
    facts: ['Printed in the manual', 'key SHA-256 ABABABAB…', 'on the command line'],
  });
});

test('a client certificate tells to whom it may be shown; a request that nobody checked where it went', () => {
  const after = { hosts: ['*.corp'], origin: 'ci.p12' };

  expect(auditSentence(entry({ action: 'add-identity', after })).facts).toEqual(['for *.corp', 'from ci.p12']);
  expect(auditSentence(entry({ action: 'send-unchecked', label: '10.0.0.1:9443' }))).toMatchObject({
    subject: 'One request',
    did: 'to 10.0.0.1:9443 was sent unchecked',
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
