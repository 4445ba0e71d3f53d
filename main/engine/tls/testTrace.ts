import type { ConnectionOptions } from 'node:tls';
import { groups } from '#core/tls/group.ts';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import type { FieldValue, TlsMessage } from '#core/tls/report.ts';

/** What matrix.test.ts asks of testTraced.ts. */
export interface TracedJob {
  readonly port: number;
  readonly options: ConnectionOptions;
  readonly until: 'secureConnect' | 'data';
  /** 'resume': a first handshake, not told of, gives the session. */
  readonly session: 'new' | 'resume';
}

export interface TracedAnswer {
  readonly facts: HandshakeFacts;
}

/** What OpenSSL's trace and our report both say of a message, in one form. */
export interface Told {
  readonly from: 'client' | 'server';
  readonly type: string;
  readonly bytes: number;
  /** 'number:length', in their order. */
  readonly extensions: readonly string[];
  readonly suites: readonly string[];
  readonly schemes: readonly string[];
  /** Numbers of the groups offered, shared and chosen. */
  readonly groups: readonly number[];
  /** Lengths. */
  readonly certificates: readonly number[];
}

type Growing = { -readonly [K in keyof Told]: Told[K] extends readonly (infer T)[] ? T[] : Told[K] };

/** Reads what `enableTrace` writes (OpenSSL 3.5, ssl/t1_trce.c). */
export function readTrace(text: string): readonly Told[] {
  const told: Growing[] = [];
  let from: Told['from'] = 'client';
  let extension = 0;
  let inCertificate = false;
  for (const line of text.split('\n')) {
    if (/^-+details-+$/.test(line)) inCertificate = true;
    else if (/^-{18}$/.test(line)) inCertificate = false;
    if (inCertificate) continue;
    if (/^(?:Sent|Received) /.test(line)) from = line.startsWith('Sent') ? 'client' : 'server';
    const [, type, length] = /^ {4}(\w+), Length=(\d+)/.exec(line) ?? [];
    const alert = /^ {4}Level=.*, description=.*\((\d+)\)/.exec(line);
    if (type !== undefined) told.push({ ...empty(), from, type, bytes: Number(length) + 4 });
    if (alert) told.push({ ...empty(), from, type: 'Alert', bytes: 2 });
    const message = told.at(-1);
    if (message === undefined) continue;
    const [, number, size] = /extension_type=.*\((\d+)\), length=(\d+)/.exec(line) ?? [];
    if (number !== undefined) {
      extension = Number(number);
      message.extensions.push(`${number}:${size}`);
    }
    const suite = /\{0x..?, 0x..?\} (\S+)$/.exec(line)?.[1];
    if (suite !== undefined) message.suites.push(suite);
    const scheme = /^ +(?:Signature Algorithm: )?([a-z]\w+) \(0x[0-9a-f]{4}\)$/.exec(line)?.[1];
    if (scheme !== undefined) message.schemes.push(scheme);
    const group =
      /^ +(?:NamedGroup|named_curve): .*\((\d+)\)$/.exec(line) ??
      (extension === 10 && /^ {10}\w.*\((\d+)\)$/.exec(line));
    if (group) message.groups.push(Number(group[1]));
    const certificate = /ASN\.1Cert, length=(\d+)/.exec(line)?.[1];
    if (certificate !== undefined) message.certificates.push(Number(certificate));
  }
  return told;
}

function empty() {
  return { extensions: [], suites: [], schemes: [], groups: [], certificates: [] };
}

/** Our messages in the same form. What a trace does not tell is left out. */
export function tellMessages(messages: readonly TlsMessage[]): readonly Told[] {
  return messages.flatMap(({ from, type, bytes, fields }) => {
    if (type === 'ChangeCipherSpec') return [];
    const certificates = type === 'CompressedCertificate' ? [] : list(fields['certificates']);
    const extensions = [
      ...list(fields['extensions']),
      ...certificates.flatMap((entry) => list(at(entry, 'extensions'))),
    ];
    const named = [fields, ...extensions];
    const all = (...names: string[]) => named.flatMap((holder) => names.flatMap((name) => texts(at(holder, name))));
    const shares = extensions.flatMap((holder) =>
      list(at(holder, 'shares')).flatMap((share) => texts(at(share, 'group'))),
    );
    return {
      from,
      type: type === 'HelloRetryRequest' ? 'ServerHello' : type,
      bytes,
      extensions: extensions.map((extension) => `${String(at(extension, 'number'))}:${String(at(extension, 'bytes'))}`),
      suites: all('cipherSuites', 'cipherSuite'),
      schemes: all('signatureSchemes', 'signatureScheme'),
      groups: [...all('groups', 'group'), ...shares].map(groupNumber),
      certificates: certificates.map((entry) => Number(at(entry, 'bytes'))),
    };
  });
}

function groupNumber(name: string): number {
  return Number(Object.entries(groups).find(([, value]) => value === name)?.[0]);
}

function at(holder: FieldValue | TlsMessage['fields'], name: string): FieldValue | undefined {
  return typeof holder === 'object' && holder !== null && !Array.isArray(holder)
    ? (holder as TlsMessage['fields'])[name]
    : undefined;
}

function list(value: FieldValue | undefined): readonly FieldValue[] {
  return Array.isArray(value) ? (value as readonly FieldValue[]) : [];
}

function texts(value: FieldValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return list(value).filter((entry) => typeof entry === 'string');
}
