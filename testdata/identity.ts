import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issue, type Issued, type IssueOptions } from './pki.ts';

export const clientExtensions = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=clientAuth',
];

/** A client certificate. */
export function clientOf(issuer: Issued, subject: string, options: IssueOptions = {}): Issued {
  return issue({ subject, issuer, extensions: clientExtensions, ...options });
}

export function run(tool: string, ...words: string[]): string {
  return execFileSync(tool, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

let made = 0;

/** A PKCS#12 file by `openssl pkcs12 -export`. @param chain PEM of further certificates @param words further words */
export function bundle(
  folder: string,
  client: Issued,
  chain: string,
  password: string,
  ...words: string[]
): Uint8Array {
  const base = join(folder, `bundle${++made}`);
  const given = ['-in', client.certFile, ...(words.includes('-nokeys') ? [] : ['-inkey', client.keyFile])];
  if (chain !== '') {
    writeFileSync(`${base}.chain`, chain);
    given.push('-certfile', `${base}.chain`);
  }
  run('openssl', 'pkcs12', '-export', ...given, '-passout', `pass:${password}`, '-out', `${base}.p12`, ...words);
  return new Uint8Array(readFileSync(`${base}.p12`));
}
