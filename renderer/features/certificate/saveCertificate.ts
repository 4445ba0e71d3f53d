import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';

/** Asks where and saves a certificate as PEM. Says where it went, or why it did not. */
export async function saveCertificate(name: string, pem: string): Promise<void> {
  const result = await call('file.saveText', { text: pem, suggestedName: fileName(name) });
  if (!result.ok) notify('The certificate could not be saved');
  else if (result.value.path !== undefined) notify(`Saved to ${result.value.path}`);
}

/** Longest part of a name that is taken into a file name: every file system takes 100 characters. */
const NAME_CHARS = 100;

/** 'www.example.com.pem', '_.example.com.pem': a name that every file system takes, whatever a certificate says of itself. */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '')
    .slice(0, NAME_CHARS);
  return `${plain === '' ? 'certificate' : plain}.pem`;
}
