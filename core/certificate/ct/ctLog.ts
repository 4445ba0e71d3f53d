import { toHex } from '#core/certificate/fingerprint.ts';
import { fromBase64 } from '#core/certificate/pem.ts';
import { ctLogKeys, P256_PREFIX } from './logKeys.ts';
import { CT_LIST_DATE, ctLogs, type CtLogState } from './logs.ts';

/** A Certificate Transparency log that the shipped list knows. */
export interface CtLog {
  readonly operator: string;
  /** 'Argon2026h2': the operator is not in it. */
  readonly name: string;
  readonly state: CtLogState;
  /** Its SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

/** By log ID in hex; filled when first asked, so that nobody who shows no certificate waits for it. */
let rowsById: ReadonlyMap<string, number> | undefined;

/** The log with this ID (lower-case hex); undefined when the list of CT_LIST_DATE does not know it. */
export function ctLog(logId: string): CtLog | undefined {
  rowsById ??= new Map(ctLogs.map(([id], row) => [toHex(fromBase64(id) ?? new Uint8Array()), row]));
  const row = rowsById.get(logId);
  const found = row === undefined ? undefined : ctLogs[row];
  if (row === undefined || found === undefined) return undefined;
  const [, operator, name, state] = found;
  return { operator, name, state, spki: keyOf(row) };
}

function keyOf(row: number): Uint8Array {
  const bytes = fromBase64(ctLogKeys[row] ?? '') ?? new Uint8Array();
  if (bytes.length !== 64) return bytes;
  const prefix = P256_PREFIX.match(/../g) ?? [];
  return Uint8Array.of(...prefix.map((digits) => parseInt(digits, 16)), ...bytes);
}

/** 'Google Argon2026h2', 'Let’s Encrypt Oak2026h2 (retired)', 'a log unknown to the list of 2026-11-22'. */
export function ctLogText(logId: string): string {
  const log = ctLog(logId);
  if (log === undefined) return `a log unknown to the list of ${CT_LIST_DATE}`;
  const remark = { accepted: '', retired: ' (retired)', other: ' (not a log that browsers count)' }[log.state];
  return `${log.operator.replace("'", '’')} ${log.name}${remark}`;
}
