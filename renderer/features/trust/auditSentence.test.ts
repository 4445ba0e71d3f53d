import { expect, test } from 'vitest';
import { auditDays } from './auditDays.ts';
import { auditPin } from './auditPin.ts';
import { auditHolds } from './auditSearch.ts';
import { auditSentence } from './auditSentence.ts';
import { mergeAudit } from './mergeAudit.ts';
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
    facts: ['a.test', 'no end', 'shown by a.test:443', 'SHA-256 AB:AB…AB'],
  });
});

test('an exception tells what was accepted, until when, and what stopped it', () => {
  const made = { leaf: 'cd'.repeat(32), accepted: ['expired', 'wrong-host'], end: { kind: 'date', at } };
  const about = { subject: '0198', label: 'wms.corp:443' };

  expect(auditSentence(entry({ ...about, action: 'add-exception', after: made }))).toEqual({
    subject: 'Exception for wms.corp:443',
    did: 'was made',
    changes: [],
    facts: ['expired, another name', 'until 23 Nov 2026, 12:00', 'certificate SHA-256 CD:CD…CD'],
  });
  const after = { leaf: 'ef'.repeat(32), unaccepted: ['expired'] };
  expect(auditSentence(entry({ ...about, action: 'stop-exception', by: 'app', before: made, after }))).toMatchObject({
    did: 'stopped',
    facts: ['another certificate: CD:CD…CD became EF:EF…EF', 'not accepted: expired', 'by itself'],
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
    facts: ['Printed in the manual', 'key SHA-256 AB:AB…AB', 'on the command line'],
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

const print = 'ab'.repeat(32);
const anchor = { scope: ['a.test'], trustedUntil: at, origin: { kind: 'file', name: 'root.pem' } };
const made = { leaf: print, accepted: ['expired'], end: { kind: 'session' } };
const key = { kind: 'key', sha256: print };
const own = { hosts: ['*.corp'], origin: 'ci.p12' };
const isOff = { before: { enabled: true }, after: { enabled: false } };

test.each<[AuditEntry['action'], Partial<AuditEntry>, string]>([
  ['add-anchor', { after: anchor }, 'Root was trusted'],
  ['remove-anchor', { before: anchor }, 'Root was removed'],
  ['restore-anchor', { after: anchor }, 'Root was put back'],
  ['enable-anchor', {}, 'Root was switched on'],
  ['disable-anchor', {}, 'Root was switched off'],
  ['change-anchor', { before: anchor, after: { ...anchor, note: 'x' } }, 'Root has another note'],
  ['source-on', { subject: 'bundled' }, 'The bundled list was switched on'],
  ['source-off', { subject: 'system' }, 'The system list was switched off'],
  ['enable-root', {}, 'Root was switched on'],
  ['disable-root', {}, 'Root was switched off'],
  ['add-hint', { after: { origin: { kind: 'paste' } } }, 'Root is kept to complete chains'],
  ['remove-hint', { before: {} }, 'Root was removed'],
  ['restore-hint', { after: {} }, 'Root was put back'],
  ['add-distrust', { after: key }, 'Key of Root was refused'],
  ['remove-distrust', { before: key }, 'Key of Root is no longer refused'],
  ['restore-distrust', { after: { ...key, kind: 'certificate' } }, 'Root was refused again'],
  ['add-exception', { after: made }, 'Exception for Root was made'],
  ['change-exception', { before: made, after: { ...made, note: 'x' } }, 'Exception for Root has another note'],
  ['remove-exception', { before: made }, 'Exception for Root was removed'],
  ['restore-exception', { after: made }, 'Exception for Root was put back'],
  ['stop-exception', { before: made, after: { leaf: print, unaccepted: ['expired'] } }, 'Exception for Root stopped'],
  ['add-identity', { after: own }, 'Root was added as a client certificate'],
  ['change-identity', isOff, 'Root was switched off'],
  ['protect-identity', {}, 'Root has its key protected now'],
  ['remove-identity', { before: own }, 'Root was removed as a client certificate'],
  ['restore-identity', { after: own }, 'Root was put back as a client certificate'],
  ['send-unchecked', {}, 'One request to Root was sent unchecked'],
])('%s is told as a sentence', (action, values, words) => {
  const { subject, did } = auditSentence(entry({ action, ...values }));

  expect(`${subject} ${did}`).toBe(words);
  expect(auditPin(entry({ action, ...values }))).toBeDefined();
});

test('what of the facts is not there is not told', () => {
  const { facts } = auditSentence(entry({ action: 'remove-hint', before: {} }));

  expect(facts).toEqual(['SHA-256 AB:AB…AB']);
  expect(auditSentence(entry({ action: 'change-identity', ...isOff })).changes).toEqual([]);
  expect(auditSentence(entry({ action: 'add-exception' })).facts).toEqual([]);
  expect(auditSentence(entry({ action: 'add-identity', after: {} })).facts).toEqual([]);
});

test('what is searched for is found in all that an entry says, and by fingerprint', () => {
  const added = entry({ action: 'add-anchor', subject: 'cd'.repeat(32), after: anchor });

  for (const words of ['root trusted', 'A.TEST', 'root.pem', '23 Nov 2026', 'wider', 'CD:CD:CD', ''])
    expect(auditHolds(added, words), words).toBe(true);
  for (const words of ['narrower', 'b.test', 'AB:AB:AB']) expect(auditHolds(added, words), words).toBe(false);
});

test('what was read anew goes on top of what was read before', () => {
  const ids = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => entry({ id: from - at }));
  const merged = (fresh: readonly AuditEntry[], known: readonly AuditEntry[]) =>
    mergeAudit(fresh, known).map(({ id }) => id);

  expect(merged(ids(9, 6), ids(7, 3))).toEqual([9, 8, 7, 6, 5, 4, 3]);
  expect(merged(ids(7, 6), ids(7, 3))).toEqual([7, 6, 5, 4, 3]);
  // Between them is a gap: what was read before would seem to follow.
  expect(merged(ids(20, 15), ids(7, 3))).toEqual([20, 19, 18, 17, 16, 15]);
  expect(merged(ids(3, 1), [])).toEqual([3, 2, 1]);
  expect(merged([], ids(7, 3))).toEqual([]);
});

test('a source is called by its name', () => {
  expect(auditSentence(entry({ action: 'source-off', subject: 'system' })).subject).toBe('The system list');
});

test('fields of another kind than expected do not break the line', () => {
  const odd = entry({ before: { scope: 'x', trustedUntil: 'y' }, after: { scope: null, note: 5 } });

  expect(auditSentence(odd).changes).toEqual([]);
});

test('decisions stand under the day they were made on; older than a week, under their month', () => {
  const days = [0, 1, 5, 7, 20, 40].map((ago) => entry({ at: at - ago * 86_400_000 }));

  expect(auditDays(days, at + 1000).map(({ title, by, entries }) => [title, by, entries.length])).toEqual([
    ['Today', 'time', 1],
    ['Yesterday', 'time', 1],
    ['Wednesday 18 November', 'time', 1],
    ['November 2026', 'date', 2],
    ['October 2026', 'date', 1],
  ]);
});

test('a decision of the future, after the clock was set back, has its month', () => {
  expect(auditDays([entry({ at: at + 3 * 86_400_000 })], at)[0]).toMatchObject({ title: 'November 2026', by: 'date' });
});
