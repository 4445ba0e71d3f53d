import type { AuditEntry } from '#core/trust/anchor.ts';
import { isoTime } from './isoTime.ts';

/** The record of trust decisions, an object a line (jsonlines.org), times in ISO 8601. */
export function auditJsonLines(entries: readonly AuditEntry[]): string {
  return entries.map((entry) => `${JSON.stringify({ ...entry, at: isoTime(entry.at) })}\n`).join('');
}

/** The same as a table (RFC 4180), for spreadsheets. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const head = ['time', 'action', 'direction', 'by', 'what', 'label', 'before', 'after'];
  const rows = entries.map(({ at, action, direction, by, subject, label, before, after }) => [
    isoTime(at),
    ...[action, direction, by, subject, label],
    before === undefined ? '' : JSON.stringify(before),
    after === undefined ? '' : JSON.stringify(after),
  ]);
  return [head, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/**
 * Quoted where it must be. Labels come out of certificates: what a spreadsheet would take for a formula gets an apostrophe before it
 * (OWASP, CSV Injection).
 */
function csvField(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
