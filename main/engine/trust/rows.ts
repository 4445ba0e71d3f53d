import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { AnchorOrigin, AuditEntry } from '#core/trust/anchor.ts';
import { distrustId, type Distrust } from '#core/trust/distrust.ts';
import { isKind, type ExceptionStop } from '#core/trust/exception.ts';
import { fingerprintOf, KeptCertificate } from './authority.ts';
import type { ExceptionUse, StoredAnchor, StoredException, StoredHint, StoredIdentity } from './stored.ts';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** One kind of thing that is decided: its table, the column that names it, and how its rows are written and read. */
export interface Table<T> {
  readonly name: string;
  readonly key: string;
  readonly keyOf: (thing: T) => string;
  /** What is written when it is new or changed, without the key. */
  readonly fields: (thing: T) => Readonly<Record<string, SQLInputValue>>;
  /** @throws when a column does not hold what it must */
  readonly read: (row: Row, certificates: ReadonlyMap<string, KeptCertificate>) => T;
}

export const anchorTable: Table<StoredAnchor> = {
  name: 'anchor',
  key: 'sha256',
  keyOf: ({ sha256 }) => sha256,
  fields: ({ label, enabled, scope, trustedUntil, note, origin, addedAt }) => ({
    label,
    enabled: enabled ? 1 : 0,
    scope: JSON.stringify(scope),
    trusted_until: trustedUntil ?? null,
    note: note ?? null,
    origin: JSON.stringify(origin),
    added_at: addedAt,
  }),
  read: (row, certificates) => ({
    sha256: known(row['sha256'], certificates),
    label: text(row['label']),
    enabled: row['enabled'] === 1,
    scope: texts(row['scope']),
    ...(row['trusted_until'] === null ? {} : { trustedUntil: number(row['trusted_until']) }),
    ...(row['note'] === null ? {} : { note: text(row['note']) }),
    origin: origin(row['origin']),
    addedAt: number(row['added_at']),
  }),
};

export const hintTable: Table<StoredHint> = {
  name: 'hint',
  key: 'sha256',
  keyOf: ({ sha256 }) => sha256,
  fields: ({ label, note, origin, addedAt }) => ({
    label,
    note: note ?? null,
    origin: JSON.stringify(origin),
    added_at: addedAt,
  }),
  read: (row, certificates) => ({
    sha256: known(row['sha256'], certificates),
    label: text(row['label']),
    ...(row['note'] === null ? {} : { note: text(row['note']) }),
    origin: origin(row['origin']),
    addedAt: number(row['added_at']),
  }),
};

export const distrustTable: Table<Distrust> = {
  name: 'distrust',
  key: 'id',
  keyOf: distrustId,
  fields: ({ kind, sha256, label, note, addedAt, certificate }) => ({
    kind,
    sha256,
    label,
    note: note ?? null,
    certificate: certificate ?? null,
    added_at: addedAt,
  }),
  read: (row, certificates) => ({
    kind: row['kind'] === 'certificate' ? 'certificate' : 'key',
    sha256: text(row['sha256']),
    label: text(row['label']),
    ...(row['note'] === null ? {} : { note: text(row['note']) }),
    addedAt: number(row['added_at']),
    ...(row['certificate'] === null ? {} : { certificate: known(row['certificate'], certificates) }),
  }),
};

export const exceptionTable: Table<StoredException> = {
  name: 'exception',
  key: 'id',
  keyOf: ({ id }) => id,
  fields: ({ host, port, leaf, accepted, end, note, addedAt }) => ({
    host,
    port,
    leaf,
    accepted: JSON.stringify(accepted),
    end_at: end.kind === 'date' ? end.at : null,
    note: note ?? null,
    added_at: addedAt,
  }),
  read: (row, certificates) => ({
    id: text(row['id']),
    host: text(row['host']),
    port: number(row['port']),
    leaf: known(row['leaf'], certificates),
    // A kind that this version does not know is not accepted.
    accepted: texts(row['accepted']).filter(isKind),
    end: row['end_at'] === null ? { kind: 'forever' } : { kind: 'date', at: number(row['end_at']) },
    ...(row['note'] === null ? {} : { note: text(row['note']) }),
    addedAt: number(row['added_at']),
  }),
};

export const identityTable: Table<StoredIdentity> = {
  name: 'identity',
  key: 'id',
  keyOf: ({ id }) => id,
  fields: ({ label, enabled, hosts, note, addedAt, origin: from, chain, sealedKey, sealedBy }) => ({
    label,
    enabled: enabled ? 1 : 0,
    hosts: JSON.stringify(hosts),
    note: note ?? null,
    added_at: addedAt,
    origin: from,
    chain: JSON.stringify(chain.map(fingerprintOf)),
    sealed_key: sealedKey ?? null,
    sealed_by: sealedBy ?? null,
  }),
  read: (row, certificates) => ({
    id: text(row['id']),
    label: text(row['label']),
    enabled: row['enabled'] === 1,
    hosts: texts(row['hosts']),
    ...(row['note'] === null ? {} : { note: text(row['note']) }),
    addedAt: number(row['added_at']),
    origin: text(row['origin']),
    chain: texts(row['chain']).map((sha256) => bytesOf(sha256, certificates)),
    ...(row['sealed_key'] instanceof Uint8Array ? { sealedKey: row['sealed_key'] } : {}),
    ...(row['sealed_by'] === null ? {} : { sealedBy: text(row['sealed_by']) }),
  }),
};

/** @throws when the bytes are not those that were stored under this number */
export function toCertificate(row: Row): KeptCertificate {
  const { sha256, der } = row;
  if (!(der instanceof Uint8Array) || typeof sha256 !== 'string' || fingerprintOf(der) !== sha256)
    throw new Error(`The certificate ${String(sha256)} is not the one that was stored.`);
  return new KeptCertificate(sha256, der, {
    keySha256: text(row['key_sha256']),
    subject: text(row['subject']),
    issuer: text(row['issuer']),
    organization: text(row['organization']),
    key: text(row['key']),
    notBefore: number(row['not_before']),
    notAfter: number(row['not_after']),
    subjectName: text(row['subject_name']),
  });
}

export function toUse(row: Row): ExceptionUse {
  return {
    used: number(row['used']),
    ...(row['used_at'] === null ? {} : { usedAt: number(row['used_at']) }),
    ...(row['stopped'] === null ? {} : { stopped: JSON.parse(text(row['stopped'])) as ExceptionStop }),
  };
}

export function toAuditEntry(row: Row): AuditEntry {
  const { before, after } = row;
  return {
    id: number(row['id']),
    at: number(row['at']),
    action: text(row['action']) as AuditEntry['action'],
    by: text(row['decided_by']) as AuditEntry['by'],
    direction: text(row['direction']) as AuditEntry['direction'],
    subject: text(row['subject']),
    label: text(row['label']),
    ...(typeof before === 'string' ? { before: JSON.parse(before) as Record<string, unknown> } : {}),
    ...(typeof after === 'string' ? { after: JSON.parse(after) as Record<string, unknown> } : {}),
  };
}

function known(value: SQLOutputValue | undefined, certificates: ReadonlyMap<string, KeptCertificate>): string {
  const sha256 = text(value);
  if (!certificates.has(sha256)) throw new Error(`The certificate ${sha256} is gone.`);
  return sha256;
}

function bytesOf(sha256: string, certificates: ReadonlyMap<string, KeptCertificate>): Uint8Array {
  const certificate = certificates.get(sha256);
  if (certificate === undefined) throw new Error(`The certificate ${sha256} is gone.`);
  return certificate.der;
}

function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new Error('A column of the trust file does not hold text.');
  return value;
}

function number(value: SQLOutputValue | undefined): number {
  if (typeof value !== 'number') throw new Error('A column of the trust file does not hold a number.');
  return value;
}

function texts(value: SQLOutputValue | undefined): readonly string[] {
  const list: unknown = JSON.parse(text(value));
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string'))
    throw new Error('A column of the trust file does not hold a list.');
  return list;
}

function origin(value: SQLOutputValue | undefined): AnchorOrigin {
  return JSON.parse(text(value)) as AnchorOrigin;
}
