import type { Certificate } from '#core/certificate/certificate.ts';
import { toHex, withColons } from '#core/certificate/fingerprint.ts';
import { toBase64, toPem } from '#core/certificate/pem.ts';
import { formatPlural } from '#core/format.ts';
import { certsOnly } from '#core/export/pkcs7.ts';
import { certificateJson } from '#core/report/certificateJson.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';
import { copyText } from '#renderer/ui/clipboard.ts';
import { fingerprintsOf } from '#renderer/ui/fingerprints.ts';
import type { MenuEntries } from '#renderer/ui/Menu.tsx';
import { fileBase } from './fileBase.ts';

/** What is copied and saved: the certificate that is shown, and the chain it stands in. */
export interface Shown {
  readonly name: string;
  readonly sha256: string;
  readonly der: Uint8Array;
  /** Absent when it is malformed. */
  readonly certificate?: Certificate | undefined;
  /** Leaf first; DER. */
  readonly chain: readonly Uint8Array[];
}

/** The forms of the copy menu. To add one: add its line. */
export function copyEntries(shown: Shown): MenuEntries {
  const { certificate, der, chain, sha256 } = shown;
  const broken = certificate === undefined ? 'It could not be decoded.' : undefined;
  return [
    entry('pem', 'PEM', () => toPem(der)),
    entry('chain', `PEM of the chain, ${formatPlural(chain.length, 'certificate')}`, () => pemOf(chain)),
    entry('der', 'DER as base64', () => toBase64(der)),
    entry('json', 'JSON', () => jsonOf(shown), broken),
    'divider',
    entry('sha256', 'SHA-256', () => withColons(sha256)),
    entry('sha1', 'SHA-1', async () => withColons((await fingerprintsOf(certificate as Certificate)).sha1), broken),
    entry('pin', 'Public key pin', async () => (await fingerprintsOf(certificate as Certificate)).pin, broken),
  ];
}

function entry(id: string, label: string, make: () => string | Promise<string>, why?: string) {
  const onAction = async (): Promise<void> => {
    notify((await copyText(await make())) ? `${label} copied` : `${label} could not be copied`);
  };
  return { id, label, ...(why === undefined ? {} : { why }), onAction: () => void onAction() };
}

/** The forms of the save menu. To add one: add its line. */
export function saveEntries(shown: Shown): MenuEntries {
  const { certificate, der, chain, name } = shown;
  const base = fileBase(name);
  const broken = certificate === undefined ? { why: 'It could not be decoded.' } : {};
  return [
    { id: 'pem', label: 'PEM', onAction: () => void saveText(toPem(der), `${base}.pem`) },
    {
      id: 'chain',
      label: `PEM of the chain, ${formatPlural(chain.length, 'certificate')}`,
      onAction: () => void saveText(pemOf(chain), `${base}-chain.pem`),
    },
    { id: 'der', label: 'DER', onAction: () => void saveBytes(der, `${base}.der`) },
    { id: 'p7b', label: 'PKCS#7 of the chain', onAction: () => void saveBytes(certsOnly(chain), `${base}.p7b`) },
    {
      id: 'json',
      label: 'JSON',
      ...broken,
      onAction: () => void jsonOf(shown).then((text) => saveText(text, `${base}.json`)),
    },
  ];
}

function pemOf(ders: readonly Uint8Array[]): string {
  return ders.map((der) => toPem(der)).join('');
}

async function jsonOf({ certificate, sha256 }: Shown): Promise<string> {
  if (certificate === undefined) return '';
  const key = await crypto.subtle.digest('SHA-256', new Uint8Array(certificate.publicKey.spki));
  return `${JSON.stringify(certificateJson(certificate, { sha256, spkiSha256: toHex(new Uint8Array(key)) }), null, 2)}\n`;
}

async function saveText(text: string, suggestedName: string): Promise<void> {
  told(await call('file.saveText', { text, suggestedName }));
}

async function saveBytes(bytes: Uint8Array, suggestedName: string): Promise<void> {
  told(await call('file.saveBytes', { bytes: new Uint8Array(bytes), suggestedName }));
}

function told(result: Awaited<ReturnType<typeof call<'file.saveBytes'>>>): void {
  if (!result.ok) notify('The certificate could not be saved');
  else if (result.value.path !== undefined) notify(`Saved to ${result.value.path}`);
}
