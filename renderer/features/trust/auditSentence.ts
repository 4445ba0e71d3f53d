import { shortPrint } from './shortPrint.ts';
import { unreachable } from '#core/result.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { isKind } from '#core/trust/exception.ts';
import { kindWords } from '#core/trust/kindWords.ts';
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

/** One trust decision in words: what, what stood before and after, and who, where it was not done in this window. */
export function auditSentence(entry: AuditEntry): AuditSentence {
  const sentence = sentenceOf(entry);
  const by = byWords[entry.by];
  return by === undefined ? sentence : { ...sentence, facts: [...sentence.facts, by] };
}

const byWords: Readonly<Record<AuditEntry['by'], string | undefined>> = {
  window: undefined,
  terminal: 'on the command line',
  app: 'by itself',
};

function sentenceOf(entry: AuditEntry): AuditSentence {
  const subject = entry.label;
  const said = (did: string, facts: readonly string[] = []): AuditSentence => ({ subject, did, changes: [], facts });
  switch (entry.action) {
    case 'add-anchor':
      return said('was trusted', factsOf(entry.after, entry.subject));
    case 'remove-anchor':
    case 'remove-hint':
      return said('was removed', factsOf(entry.before, entry.subject));
    case 'restore-anchor':
    case 'restore-hint':
      return said('was put back', factsOf(entry.after, entry.subject));
    case 'enable-anchor':
    case 'enable-root':
      return said('was switched on');
    case 'disable-anchor':
    case 'disable-root':
      return said('was switched off');
    case 'change-anchor':
    case 'change-identity':
      return changed(entry);
    case 'source-on':
      return { ...said('was switched on'), subject: sourceName(entry) };
    case 'source-off':
      return { ...said('was switched off'), subject: sourceName(entry) };
    case 'add-hint':
      return said('is kept to complete chains', factsOf(entry.after, entry.subject));
    case 'add-distrust':
    case 'restore-distrust':
    case 'remove-distrust':
      return ofRefusal(entry);
    case 'add-exception':
    case 'change-exception':
    case 'remove-exception':
    case 'restore-exception':
    case 'stop-exception':
      return ofException(entry);
    case 'add-identity':
      return said('was added as a client certificate', identityFacts(entry.after));
    case 'remove-identity':
      return said('was removed as a client certificate', identityFacts(entry.before));
    case 'restore-identity':
      return said('was put back as a client certificate', identityFacts(entry.after));
    case 'protect-identity':
      return said('has its key protected now');
    case 'send-unchecked':
      return { ...said(`to ${entry.label} was sent unchecked`), subject: 'One request' };
    default:
      return unreachable(entry.action);
  }
}

function ofRefusal({ action, label, before, after }: AuditEntry): AuditSentence {
  const values = after ?? before ?? {};
  const isKey = values['kind'] === 'key';
  const print = typeof values['sha256'] === 'string' ? [`${isKey ? 'key ' : ''}${printWords(values['sha256'])}`] : [];
  const note = textWords(values['note']);
  return {
    subject: isKey ? `Key of ${label}` : label,
    did:
      action === 'remove-distrust'
        ? 'is no longer refused'
        : action === 'add-distrust'
          ? 'was refused'
          : 'was refused again',
    changes: [],
    facts: [...(note === 'none' ? [] : [note]), ...print],
  };
}

function ofException(entry: AuditEntry): AuditSentence {
  const subject = `Exception for ${entry.label}`;
  const { before, after } = entry;
  switch (entry.action) {
    case 'change-exception':
      return { ...changed(entry), subject };
    case 'stop-exception':
      return { subject, did: 'stopped', changes: [], facts: stopFacts(entry) };
    case 'add-exception':
      return { subject, did: 'was made', changes: [], facts: exceptionFacts(after) };
    case 'restore-exception':
      return { subject, did: 'was put back', changes: [], facts: exceptionFacts(after) };
    default:
      return { subject, did: 'was removed', changes: [], facts: exceptionFacts(before) };
  }
}

function exceptionFacts(values: AuditEntry['before'] = {}): string[] {
  const leaf = values['leaf'];
  const kinds = kindsWords(values['accepted']);
  return [
    ...(kinds === '' ? [] : [kinds]),
    ...('end' in values ? [endFieldWords(values['end'])] : []),
    ...(typeof leaf === 'string' ? [`certificate ${printWords(leaf)}`] : []),
  ];
}

function stopFacts({ before = {}, after = {} }: AuditEntry): string[] {
  const [was, is] = [before['leaf'], after['leaf']];
  const isOther = typeof was === 'string' && typeof is === 'string' && was !== is;
  const kinds = kindsWords(after['unaccepted']);
  return [
    ...(isOther ? [`another certificate: ${shortPrint(was)} became ${shortPrint(is)}`] : []),
    ...(kinds === '' ? [] : [`not accepted: ${kinds}`]),
  ];
}

function kindsWords(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value.map((kind) => (typeof kind === 'string' && isKind(kind) ? kindWords(kind) : String(kind))).join(', ');
}

function endFieldWords(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return 'no end';
  switch (value.kind) {
    case 'once':
      return 'once';
    case 'session':
      return 'for that run';
    case 'date':
      return untilWords('at' in value ? value.at : undefined);
    default:
      return 'no end';
  }
}

function identityFacts(values: AuditEntry['before'] = {}): string[] {
  const origin = textWords(values['origin']);
  // Never for everybody: where none are told, they are not known.
  const hosts = Array.isArray(values['hosts']) ? [`for ${scopeWords(values['hosts'])}`] : [];
  return [...hosts, ...(origin === 'none' ? [] : [`from ${origin}`])];
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
    // Switched on: that it was off before is no news.
    changes: names.length === 1 && names[0] === 'state' ? [] : changes,
    facts: [],
  };
}

function changedOne(entry: AuditEntry, name: string | undefined): string {
  if (name === 'hosts') return entry.direction === 'wider' ? 'covers more' : 'was limited';
  if (name === 'until') {
    return changesOf(entry)[0]?.after === 'no end' ? 'lost its end' : 'got another end';
  }
  if (name === 'state') return changesOf(entry)[0]?.after === 'off' ? 'was switched off' : 'was switched on';
  if (name === 'name') return 'was renamed';
  if (name === 'note') return 'has another note';
  return 'was changed';
}

const fields: readonly (readonly [key: string, name: string, write: (value: unknown) => string])[] = [
  ['scope', 'hosts', scopeWords],
  ['hosts', 'hosts', scopeWords],
  ['trustedUntil', 'until', untilWords],
  ['end', 'until', endFieldWords],
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
  const print = printWords(sha256);
  if (values === undefined) return [print];
  const origin = originWords(values['origin']);
  // A hint has neither hosts nor an end.
  const reach = 'scope' in values ? [scopeWords(values['scope']), untilWords(values['trustedUntil'])] : [];
  return [...reach, ...(origin === '' ? [] : [origin]), print];
}

function printWords(sha256: string): string {
  return `SHA-256 ${shortPrint(sha256)}`;
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
