import { MAX_PEM_CHARS, type InputOf } from '#core/contract.ts';
import { openContainer } from '#core/certificate/container.ts';
import type { ContainedCertificate } from '#core/certificate/container/contained.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import type { OpenedCertificate, OpenedCertificates, OpenFailure } from '#core/certificate/opened.ts';
import { toPem } from '#core/certificate/pem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { fingerprintOf } from '#main/engine/trust/authority.ts';
import { readSmallFile } from '#main/engine/trust/readSmallFile.ts';
import { containerPowers } from './containerPowers.ts';
import { turns } from '#main/engine/turns.ts';

/** The certificates in a text, in bytes or in a file, each once and in their order; at least one. Never rejects. */
export async function openCertificates({
  source,
  password,
}: InputOf<'certificate.open'>): Promise<Result<OpenedCertificates, OpenFailure>> {
  const input = await inputOf(source);
  if (!input.ok) return input;
  const options = { powers: containerPowers, ...(password !== undefined && { password }) };
  const opened = await openContainer(input.value, options);
  if (!opened.ok) return opened;
  const certificates = await describeAll(opened.value.certificates);
  return ok({ ...opened.value, certificates });
}

async function inputOf(
  source: InputOf<'certificate.open'>['source'],
): Promise<Result<Uint8Array | string, OpenFailure>> {
  if (source.kind === 'text') return source.text.length > MAX_PEM_CHARS ? tooLarge(source.text) : ok(source.text);
  if (source.kind === 'bytes') return source.bytes.length > MAX_PEM_CHARS ? tooLarge(source.bytes) : ok(source.bytes);
  return readSmallFile(source.path, MAX_PEM_CHARS);
}

function tooLarge({ length }: { readonly length: number }): Result<never, OpenFailure> {
  return fail({ kind: 'too-large', bytes: length, limitBytes: MAX_PEM_CHARS, message: `${length} bytes.` });
}

async function describeAll(all: readonly ContainedCertificate[]): Promise<readonly OpenedCertificate[]> {
  const merged = new Map<string, OpenedCertificate>();
  const pause = turns();
  for (const one of all) {
    const sha256 = fingerprintOf(one.der);
    const known = merged.get(sha256);
    merged.set(
      sha256,
      known === undefined ? describeOne(sha256, one) : { ...known, hasKey: known.hasKey || one.hasKey },
    );
    await pause();
  }
  return [...merged.values()];
}

function describeOne(sha256: string, { der, alias, hasKey }: ContainedCertificate): OpenedCertificate {
  const decoded = decodeCertificate(der);
  return {
    sha256,
    pem: toPem(der),
    ...(alias !== undefined && { alias }),
    hasKey,
    ...(!decoded.ok && { fault: { reason: decoded.error.reason, offset: decoded.error.offset } }),
  };
}
