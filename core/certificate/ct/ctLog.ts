import { toHex } from '#core/certificate/fingerprint.ts';
import { fromBase64 } from '#core/certificate/pem.ts';
import { CT_HISTORY_DATE, CT_LIST_DATE, ctLogs, type CtLogState } from './logs.ts';

/** A Certificate Transparency log that the shipped list knows. */
export interface CtLog {
  readonly operator: string;
  /** 'Argon2026h2': the operator is not in it. */
  readonly name: string;
  readonly state: CtLogState;
}

/** By log ID in hex; filled when first asked, so that nobody who shows no certificate waits for it. */
let rowsById: ReadonlyMap<string, number> | undefined;

/** Where a log stands in the list; undefined when the list of CT_LIST_DATE does not know it. @param logId lower-case hex */
export function ctLogRow(logId: string): number | undefined {
  rowsById ??= new Map(ctLogs.map(([id], row) => [toHex(fromBase64(id) ?? new Uint8Array()), row]));
  return rowsById.get(logId);
}

/** The log with this ID; undefined when the list does not know it. Its key is in ctLogKey.ts, which the window does not need. */
export function ctLog(logId: string): CtLog | undefined {
  const found = ctLogs[ctLogRow(logId) ?? -1];
  if (found === undefined) return undefined;
  const [, operator, name, state] = found;
  return { operator, name, state };
}

/** 'Google Argon2026h2', 'Let’s Encrypt Oak2026h2 (retired)', 'a log unknown to the list of 2026-11-22'. */
export function ctLogText(logId: string): string {
  const log = ctLog(logId);
  if (log === undefined) return `a log unknown to the list of ${CT_LIST_DATE}`;
  const remark = { accepted: '', retired: ' (retired)', other: ` (not counted by browsers as of ${CT_HISTORY_DATE})` }[
    log.state
  ];
  return `${log.operator.replace("'", '’')} ${log.name}${remark}`;
}
