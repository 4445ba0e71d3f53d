import { shortName } from '#core/certificate/name.ts';
import type { InputOf } from '#core/contract.ts';
import { certificateJson, pemBundle, type ListedCertificate } from '#core/export/certificateList.ts';
import { javaTrustStore } from '#core/export/jks.ts';
import { certsOnly } from '#core/export/pkcs7.ts';
import { ok, type Result } from '#core/result.ts';
import type { Anchor, TrustFailure } from '#core/trust/anchor.ts';
import { digest } from '#main/engine/certificate/digest.ts';
import type { TrustStore } from './store.ts';

/** Certificates the store knows, each once in the order given, under what the user calls them. Unknown ones are left out. */
export function listForExport(
  store: Pick<TrustStore, 'state' | 'kept'>,
  sha256s: readonly string[],
): Result<readonly ListedCertificate[], TrustFailure> {
  const state = store.state();
  if (!state.ok) return state;
  const rows = new Map<string, Anchor[]>();
  for (const anchor of state.value.anchors) {
    const same = rows.get(anchor.sha256);
    if (same === undefined) rows.set(anchor.sha256, [anchor]);
    else same.push(anchor);
  }
  return ok(
    [...new Set(sha256s)].flatMap((sha256) => {
      const certificate = store.kept(sha256)?.certificate;
      if (certificate === undefined) return [];
      const anchors = rows.get(sha256) ?? [];
      return [{ alias: anchors[0]?.label ?? shortName(certificate.subject), der: certificate.der, anchors }];
    }),
  );
}

/** The certificates in the form that other programs read. @param at when it is written, ms UTC */
export function writeList(
  list: readonly ListedCertificate[],
  format: InputOf<'trust.exportSelection'>['format'],
  at: number,
): string | Uint8Array {
  switch (format) {
    case 'pem':
      return pemBundle(list);
    case 'p7b':
      return certsOnly(list.map(({ der }) => der));
    case 'jks':
      return javaTrustStore(list, at, digest);
    case 'json':
      return certificateJson(list, digest);
  }
}
