import { firstEnd } from '#core/certificate/der.ts';
import {
  decodeBlock,
  eachPemBlock,
  fromBase64,
  isCertificateLabel,
  type PemBlock,
  type PemFailure,
} from '#core/certificate/pem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { BrokenCertificate, ContainedCertificate, ContainerFailure } from './contained.ts';
import { readPkcs7 } from './pkcs7.ts';
import type { ContainerPowers } from './powers.ts';
import { readPrivateKey, type FoundKey } from './privateKey.ts';

/** Longest armoured block taken for one certificate or bundle, in characters: as much as certificates are read of at all. */
const MAX_BLOCK_CHARS = 16_000_000;

export interface PemContents {
  readonly certificates: readonly ContainedCertificate[];
  readonly keys: readonly FoundKey[];
  readonly broken: readonly BrokenCertificate[];
}

/** Whether one broken certificate spoils the whole, because half a chain misleads, or is noted and passed over. */
export type BrokenRule = 'refuse' | 'note';

/** Characters of armour that are read between two pauses, and how much a block costs besides: a few milliseconds. */
const PAUSE_CHARS = 300_000;
const BLOCK_CHARS = 300;

/**
 * What a PEM text holds, in its order (RFC 7468): certificates, those with openssl's trust settings behind them, PKCS#7 bundles
 * and private keys. Words between the blocks and blocks of other kinds are passed over.
 */
export async function readPemText(
  text: string,
  powers: Pick<ContainerPowers, 'publicKeyOf' | 'pause'>,
  rule: BrokenRule = 'refuse',
): Promise<Result<PemContents, ContainerFailure>> {
  const certificates: ContainedCertificate[] = [];
  const keys: FoundKey[] = [];
  const broken: BrokenCertificate[] = [];
  let read = 0;
  for (const block of eachPemBlock(text)) {
    read += BLOCK_CHARS + (block.body ?? '').length;
    if (read > PAUSE_CHARS) {
      read = 0;
      await powers.pause();
    }
    if (/PRIVATE KEY$/.test(block.label)) keys.push(keyOf(block, powers));
    const found = certificatesOf(block);
    if (!found.ok && rule === 'refuse') return found;
    if (!found.ok) broken.push({ index: certificates.length + broken.length, reason: reasonOf(found.error) });
    // Not push(...): a bundle may hold more than a call takes arguments.
    else for (const one of found.value) certificates.push(one);
  }
  return ok({ certificates, keys, broken });
}

function reasonOf(failure: ContainerFailure): string {
  return failure.kind === 'damaged' ? failure.reason : failure.message;
}

const bundleLabels: ReadonlySet<string> = new Set(['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS']);

function certificatesOf(block: PemBlock): Result<readonly ContainedCertificate[], ContainerFailure> {
  const isTrusted = block.label === 'TRUSTED CERTIFICATE';
  const isBundle = bundleLabels.has(block.label);
  if (!isTrusted && !isBundle && !isCertificateLabel(block.label)) return ok([]);
  if ((block.body ?? '').length > MAX_BLOCK_CHARS)
    return damaged(`The block that begins on line ${block.line} is too long for a certificate.`);
  const der = decodeBlock(block);
  if (!der.ok) return damaged(armourFault(der.error, block));
  if (isBundle) {
    const bundle = readPkcs7(der.value);
    return bundle.ok ? ok(bundle.value.certificates) : bundle;
  }
  return ok([{ der: isTrusted ? withoutTrust(der.value) : der.value, hasKey: false }]);
}

/** `openssl x509 -trustout` puts its settings behind the certificate, in the same block (X509_CERT_AUX). */
function withoutTrust(der: Uint8Array): Uint8Array {
  const end = firstEnd(der);
  if (end === undefined) return der;
  // Exactly one more value, or the bytes are something else and stay together, to be refused.
  const more = end < der.length ? firstEnd(der.subarray(end)) : undefined;
  return end + (more ?? 0) === der.length ? der.subarray(0, end) : der;
}

function keyOf(block: PemBlock, powers: Pick<ContainerPowers, 'publicKeyOf'>): FoundKey {
  const [type = ''] = /^\w+(?= PRIVATE KEY$)/.exec(block.label) ?? [];
  const kind = type === '' || type === 'ENCRYPTED' || type === 'OPENSSH' ? {} : { kind: type };
  // RFC 1421 §4.6: the old form encrypts inside the armour and says so in its first lines.
  if (/Proc-Type:\s*4,ENCRYPTED/.test(block.body ?? '')) return { encrypted: true, ...kind, ...lockedIn(block) };
  if (type === 'OPENSSH')
    return { encrypted: false, closed: { kind: 'unsupported', name: 'OpenSSH’s own form of key' } };
  const der = decodeBlock(block);
  return (der.ok ? readPrivateKey(der.value, powers) : undefined) ?? { encrypted: false, ...kind };
}

/** Nothing when the block is no whole one. Line ends may be written as `\n`, as in JSON and environment files. */
function lockedIn({ body = '' }: PemBlock): Pick<FoundKey, 'locked'> {
  const text = body.replaceAll('\\r', '').replaceAll('\\n', '\n');
  const [head, info = ''] = /DEK-Info:[ \t]*([\w-]+,[0-9A-Fa-f]+)[ \t]*\r?\n/.exec(text) ?? [];
  if (head === undefined || text.length > MAX_BLOCK_CHARS) return {};
  const bytes = fromBase64(text.slice(text.indexOf(head) + head.length));
  return bytes === undefined ? {} : { locked: { kind: 'pem', info, bytes } };
}

function armourFault(failure: PemFailure, { line }: PemBlock): string {
  if (failure.kind === 'unfinished') return `The certificate that begins on line ${line} has no END line.`;
  return failure.kind === 'bad-base64' ? `Line ${failure.line} is not base64.` : failure.message;
}

function damaged(reason: string): { readonly ok: false; readonly error: ContainerFailure } {
  return fail({ kind: 'damaged', format: 'pem', reason, message: reason });
}
