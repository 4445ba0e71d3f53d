import type { InputOf } from '#core/contract.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { checkTimestamps, type TimestampVerdict } from '#core/certificate/ct/checkTimestamp.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import { timestampPowers } from './timestampPowers.ts';

/** Whether the logs signed the timestamps inside a certificate. An issuer that cannot be read counts as none. */
export async function timestampsOf({
  pem,
  issuer,
}: InputOf<'certificate.timestamps'>): Promise<Result<readonly TimestampVerdict[], Failure<'not-a-certificate'>>> {
  const certificate = decodePem(pem);
  if (certificate === undefined) return fail({ kind: 'not-a-certificate', message: 'The PEM holds no certificate.' });
  const above = issuer === undefined ? undefined : decodePem(issuer);
  return ok(await checkTimestamps(certificate, above, timestampPowers));
}

function decodePem(pem: string): Certificate | undefined {
  const ders = parsePem(pem);
  const decoded = ders.ok && ders.value[0] !== undefined ? decodeCertificate(ders.value[0]) : undefined;
  return decoded?.ok === true ? decoded.value : undefined;
}
