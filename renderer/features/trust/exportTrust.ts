import { formatPlural } from '#core/format.ts';
import type { InputOf, OutputOf } from '#core/contract.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';

export type TrustFormat = InputOf<'trust.exportSelection'>['format'];

/** In the order of the menu. */
export const trustFormats: readonly { readonly id: TrustFormat; readonly label: string }[] = [
  { id: 'pem', label: 'PEM bundle' },
  { id: 'p7b', label: 'PKCS#7' },
  { id: 'jks', label: 'Java key store' },
  { id: 'json', label: 'JSON with fingerprints' },
];

/** Asks where and saves certificates; says where they went, or why they did not. */
export async function exportSelection(sha256s: readonly string[], format: TrustFormat): Promise<void> {
  const result = await call('trust.exportSelection', { sha256s: [...new Set(sha256s)], format });
  if (!result.ok) notify(failureWords(result.error));
  else if (result.value.path !== undefined)
    notify(
      `${formatPlural(result.value.certificates, 'certificate')} saved to ${result.value.path}${passwordWords(format)}`,
    );
}

/** Asks where and saves the whole trust store as one file that can be read and compared. */
export async function exportAll(): Promise<void> {
  const result = await call('trust.exportAll', {});
  if (!result.ok) notify(failureWords(result.error));
  else if (result.value.path !== undefined)
    notify(`${formatPlural(result.value.entries, 'decision')} saved to ${result.value.path}`);
}

/** Asks where and saves every decision that was ever made. */
export async function exportAudit(): Promise<void> {
  const result = await call('trust.exportAudit', {});
  if (!result.ok) notify(failureWords(result.error));
  else if (result.value.path !== undefined) notify(`The audit was saved to ${result.value.path}`);
}

/** A key store of certificates has no secret in it, but its format wants a password: keytool's own. */
function passwordWords(format: TrustFormat): string {
  return format === 'jks' ? '. Its password is changeit' : '';
}

type ExportFailure = Extract<OutputOf<'trust.exportSelection'>, { readonly ok: false }>['error'];

function failureWords(failure: ExportFailure): string {
  switch (failure.kind) {
    case 'not-found':
    case 'storage':
      return 'The certificates could not be read. Nothing was saved.';
    default:
      return explainTrustFailure(failure);
  }
}
