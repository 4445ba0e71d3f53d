import { unreachable } from '#core/result.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { formatDateTime } from '#renderer/ui/format.ts';

/** One change of an entry, in words. */
export interface AuditChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface AuditSentence {
  /** What it is about, set in bold. */
  readonly subject: string;
  /** What was done to it; begins with a verb. */
  readonly did: string;
  readonly changes: readonly AuditChange[];
  /** Facts of something that was added or taken away. */
  readonly facts: readonly string[];
}

/** One trust decision in words: who, what, and what stood before and after. */
export function auditSentence(entry: AuditEntry): AuditSentence {
  const subject = entry.label;
  switch (entry.action) {
    case 'add-anchor':
      return { subject, did: 'was trusted', changes: [], facts: factsOf(entry.after, entry.subject) };
    case 'remove-anchor':
      return { subject, did: 'was removed', changes: [], facts: factsOf(entry.before, entry.subject) };
    case 'restore-anchor':
      return { subject, did: 'was put back', changes: [], facts: factsOf(entry.after, entry.subject) };
    case 'enable-anchor':
      return { subject, did: 'was switched on', changes: [], facts: [] };
    case 'disable-anchor':
      return { subject, did: 'was switched off', changes: [], facts: [] };
    case 'change-anchor':
      return changed(entry);
    case 'source-on':
      return { subject: sourceName(entry), did: 'was switched on', changes: [], facts: [] };
    case 'source-off':
      return { subject: sourceName(entry), did: 'was switched off', changes: [], facts: [] };
    default:
      return unreachable(entry.action);
  }
}

function sourceName(entry: AuditEntry): string {
  return entry.subject === 'system' ? 'The system list' : 'The bundled list';
}

/** A single change names itself; several are told one by one below. */
function changed(entry: AuditEntry): AuditSentence {
  const changes = changesOf(entry);
  const names = changes.map((change) => change.name);
  return {
    subject: entry.label,
    did: names.length === 1 ? changedOne(entry, names[0]) : 'was changed',
    changes,
    facts: [],
  };
}

function changedOne(entry: AuditEntry, name: string | undefined): string {
  if (name === 'hosts') return entry.direction === 'wider' ? 'covers more' : 'was limited';
  if (name === 'until') return entry.after?.['trustedUntil'] === undefined ? 'lost its end' : 'got another end';
  if (name === 'name') return 'was renamed';
  if (name === 'note') return 'has another note';
  return 'was changed';
}

const fields: readonly (readonly [key: string, name: string, write: (value: unknown) => string])[] = [
  ['scope', 'hosts', scopeWords],
  ['trustedUntil', 'until', untilWords],
  ['label', 'name', textWords],
  ['note', 'note', textWords],
  ['enabled', 'state', (value) => (value === false ? 'off' : 'on')],
];

function changesOf(entry: AuditEntry): AuditChange[] {
  const { before = {}, after = {} } = entry;
  return fields.flatMap(([key, name, write]) => {
    if (!(key in before) && !(key in after)) return [];
    const change = { name, before: write(before[key]), after: write(after[key]) };
    return change.before === change.after ? [] : [change];
  });
}

function factsOf(values: AuditEntry['before'], sha256: string): string[] {
  const print = `SHA-256 ${sha256.slice(0, 8).toUpperCase()}…`;
  if (values === undefined) return [print];
  const origin = originWords(values['origin']);
  return [scopeWords(values['scope']), untilWords(values['trustedUntil']), ...(origin === '' ? [] : [origin]), print];
}

function originWords(origin: unknown): string {
  if (typeof origin !== 'object' || origin === null || !('kind' in origin)) return '';
  if (origin.kind === 'paste') return 'pasted';
  const name = 'name' in origin ? String(origin.name) : '';
  return origin.kind === 'server' ? `shown by ${name}` : `from ${name}`;
}

function scopeWords(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return 'everywhere';
  return value.map(String).join(', ');
}

function untilWords(value: unknown): string {
  return typeof value === 'number' ? `until ${formatDateTime(value)}` : 'no end';
}

function textWords(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'none';
}
