import { createHash } from 'node:crypto';
import type { Certificate } from '#core/certificate/certificate.ts';
import { formatNames } from '#core/certificate/container/contained.ts';
import { checkTimestamps } from '#core/certificate/ct/checkTimestamp.ts';
import { CT_LIST_DATE } from '#core/certificate/ct/logs.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { explainOpenFailure } from '#core/certificate/explainOpenFailure.ts';
import { identityOf } from '#core/certificate/identity.ts';
import { sameName } from '#core/certificate/name.ts';
import type { OpenedCertificate, OpenedCertificates, OpenFailure } from '#core/certificate/opened.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { certificateTree } from '#core/certificate/tree.ts';
import { reportAsn1 } from '#core/report/asn1.ts';
import { reportCertificate } from '#core/report/certificate.ts';
import { certificateJson } from '#core/report/certificateJson.ts';
import { toned, type Line } from '#core/report/line.ts';
import type { Result } from '#core/result.ts';
import { openCertificates } from '#main/engine/certificate/openCertificates.ts';
import { timestampPowers } from '#main/engine/certificate/timestampPowers.ts';
import { readSmallFile } from '#main/engine/trust/readSmallFile.ts';
import { complain, print, type Command } from './command.ts';
import type { Given } from './flags.ts';
import { exitCodes, type CliPowers } from './powers.ts';

export const certCommand: Command = {
  flags: [
    { name: 'password', value: 'TEXT', help: 'opens PKCS#12 and Java key stores; others on this machine may see it' },
    { name: 'password-file', value: 'FILE', help: 'the same, from the first line of a file' },
    { name: 'asn1', help: 'print the ASN.1 of each certificate, with offsets' },
    { name: 'json', help: 'print a JSON array with everything decoded' },
  ],
  notes: [
    'Reads PEM with anything around it, DER, PKCS#7, PKCS#12, Java key stores (JKS, JCEKS), recorded TLS Certificate',
    'messages, and each of them as bare base64 or hex. Private keys are counted, never printed.',
  ],
  run,
};

async function run(given: Given, powers: CliPowers): Promise<number> {
  const [path, ...more] = given.positionals;
  if (path === undefined || more.length > 0) {
    await complain(powers, 'cert takes one file: wireglass cert chain.pem');
    return exitCodes.usage;
  }
  const password = await passwordFrom(given);
  if (!password.ok) {
    await complain(powers, password.error);
    return exitCodes.usage;
  }
  const opened = await open(path, password.value, powers);
  if (!opened.ok) {
    const hint = opened.error.kind === 'password-needed' ? ' Give it with --password-file.' : '';
    await complain(powers, `${path}: ${explainOpenFailure(opened.error)}${hint}`);
    return exitCodes.usage;
  }
  const entries = opened.value.certificates.map(entryOf);
  if (given.has('json')) await printJson(entries, given, powers);
  else await printAll(entries, opened.value, given, powers);
  return entries.every(({ certificate }) => certificate !== undefined) ? exitCodes.ok : exitCodes.usage;
}

async function passwordFrom(given: Given): Promise<Result<string | undefined, string>> {
  const file = given.one('password-file');
  if (file === undefined) return { ok: true, value: given.one('password') };
  // A password is short; a whole disk given by mistake is not read.
  const read = await readSmallFile(file, 65_536);
  if (!read.ok) return { ok: false, error: `--password-file: ${file} could not be read.` };
  return { ok: true, value: new TextDecoder().decode(read.value).split(/\r?\n/)[0] ?? '' };
}

async function open(
  path: string,
  password: string | undefined,
  powers: CliPowers,
): Promise<Result<OpenedCertificates, OpenFailure>> {
  const source =
    path === '-'
      ? ({ kind: 'bytes', name: '-', bytes: await powers.readStdin() } as const)
      : ({ kind: 'path', path } as const);
  return openCertificates({ source, ...(password !== undefined && { password }) });
}

interface Entry {
  readonly opened: OpenedCertificate;
  readonly der: Uint8Array;
  /** Absent when it is malformed. */
  readonly certificate?: Certificate;
}

function entryOf(opened: OpenedCertificate): Entry {
  const ders = parsePem(opened.pem);
  const der = (ders.ok ? ders.value[0] : undefined) ?? new Uint8Array();
  const decoded = decodeCertificate(der);
  return { opened, der, ...(decoded.ok && { certificate: decoded.value }) };
}

function factsOf(certificate: Certificate, all: readonly Entry[]) {
  const issuer = all.find((other) => other.certificate && sameName(other.certificate.subject, certificate.issuer));
  return {
    identity: identityOf(certificate, (name, bytes) => createHash(name).update(bytes).digest()),
    timestamps: checkTimestamps(certificate, issuer?.certificate, timestampPowers),
  };
}

async function printAll(
  all: readonly Entry[],
  { format, keys, integrity }: OpenedCertificates,
  given: Given,
  powers: CliPowers,
): Promise<void> {
  const { stdout, now } = powers;
  for (const [at, entry] of all.entries()) {
    if (at > 0) await print(stdout, [[], ['─'.repeat(stdout.width)], []]);
    await print(stdout, await linesOf(entry, all, { now: now(), width: stdout.width }));
    const tree = given.has('asn1') ? certificateTree(entry.der) : undefined;
    if (tree?.ok === true) await print(stdout, [[], ...reportAsn1(tree.value)]);
  }
  if (format === 'pem' && keys.length === 0) return;
  if (format === 'der') return;
  const proof = {
    proven: ', unchanged as its password proves',
    unproven: ', not checked without its password',
    none: '',
  };
  const kinds = keys.map(({ kind, encrypted }) => `${kind ?? 'unknown'}${encrypted ? ', encrypted' : ''}`);
  const count = `${keys.length} private key${keys.length === 1 ? '' : 's'}`;
  const found = keys.length === 0 ? '' : ` · ${count} (${kinds.join('; ')})`;
  await print(stdout, [[], [toned('dim', `${formatNames[format]}${proof[integrity]}${found}`)]]);
}

async function linesOf(
  { opened, certificate }: Entry,
  all: readonly Entry[],
  { now, width }: { readonly now: number; readonly width: number },
): Promise<readonly Line[]> {
  const alias = opened.alias === undefined ? [] : [`“${opened.alias}” in the file`];
  const about = [...alias, ...(opened.hasKey ? ['its private key is in the file'] : [])].join(' · ');
  const head: readonly Line[] = about === '' ? [] : [[toned('dim', about)]];
  if (certificate === undefined) {
    const { reason = 'it cannot be read', offset = 0 } = opened.fault ?? {};
    return [...head, [toned('bad', `Malformed at byte ${offset}: ${reason}.`)], [`SHA-256 ${opened.sha256}`]];
  }
  const { identity, timestamps } = factsOf(certificate, all);
  return [...head, ...reportCertificate({ certificate, identity, timestamps: await timestamps, now, width })];
}

/** Field names are fixed: scripts rely on them. Times are ms UTC, bytes lower-case hex. */
async function printJson(all: readonly Entry[], given: Given, { stdout }: CliPowers): Promise<void> {
  const array = await Promise.all(
    all.map(async ({ opened, der, certificate }) => {
      const tree = given.has('asn1') ? certificateTree(der) : undefined;
      const shared = {
        ...(opened.alias !== undefined && { alias: opened.alias }),
        hasKey: opened.hasKey,
        ...(tree?.ok === true && { asn1: tree.value }),
      };
      if (certificate === undefined) return { sha256: opened.sha256, fault: opened.fault, ...shared, pem: opened.pem };
      const { identity, timestamps } = factsOf(certificate, all);
      return {
        ...certificateJson(certificate, identity),
        ...identity,
        timestamps: await timestamps,
        timestampList: CT_LIST_DATE,
        ...shared,
      };
    }),
  );
  await stdout.write(`${JSON.stringify(array, null, 2)}\n`);
}
