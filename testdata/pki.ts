import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key pair with its certificate, as files and as text, made by the openssl command. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface IssueOptions {
  /** '/CN=…', in openssl's -subj form. Default '/CN=test'. */
  readonly subject?: string;
  /** Who signs; absent = itself. */
  readonly issuer?: Issued;
  /** openssl -newkey words: ['rsa:2048'], ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] (default), ['ed25519']… */
  readonly newkey?: readonly string[];
  /** Lines of an extension section. Default: none. */
  readonly extensions?: readonly string[];
  /** openssl time strings YYYYMMDDHHMMSSZ. Default: an hour ago to 90 days on. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** '-sha256' (default), '-sha1'… */
  readonly digest?: string;
  /** Further words for `openssl x509 -req`/`openssl req -x509`. */
  readonly more?: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'wireglass-pki-'));
let serial = 0;

export const caExtensions = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
];

export function leafExtensions(...names: string[]): string[] {
  const san = names.map((name) => (/^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`)).join(',');
  return [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth',
    `subjectAltName=${san}`,
  ];
}

/** One certificate, exactly as asked: this makes good ones and bad ones alike. Takes 10–100 ms (RSA longer). */
export function issue(options: IssueOptions = {}): Issued {
  const base = join(folder, `c${++serial}`);
  const keyFile = `${base}.key`;
  const certFile = `${base}.pem`;
  const config = `${base}.cnf`;
  const hour = 3_600_000;
  const stamp = (at: number) => new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  const newkey = options.newkey ?? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  writeFileSync(
    config,
    [
      '[req]\ndistinguished_name=dn\n[dn]\n[ca]\ndefault_ca=d\n[d]',
      `database=${base}.idx\nserial=${base}.srl\nnew_certs_dir=${folder}\ndefault_md=sha256\npolicy=p\nunique_subject=no\ncopy_extensions=none\nstring_mask=utf8only`,
      '[p]\ncountryName=optional\nstateOrProvinceName=optional\nlocalityName=optional\norganizationName=optional\norganizationalUnitName=optional\ncommonName=optional\nemailAddress=optional',
      '[x]',
      ...(options.extensions ?? []),
      '',
    ].join('\n'),
  );
  writeFileSync(`${base}.idx`, '');
  writeFileSync(
    `${base}.srl`,
    `${(0x5a00000000000000n + BigInt(serial) * 65_537n + BigInt(Date.now() % 65_536)).toString(16)}\n`,
  );
  const run = (words: readonly string[]) => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  run([
    'req',
    '-new',
    '-newkey',
    ...newkey,
    '-nodes',
    '-keyout',
    keyFile,
    '-out',
    `${base}.csr`,
    '-subj',
    options.subject ?? '/CN=test',
    '-config',
    config,
    '-utf8',
  ]);
  const signer = options.issuer
    ? ['-cert', options.issuer.certFile, '-keyfile', options.issuer.keyFile]
    : ['-selfsign', '-keyfile', keyFile];
  const sections = options.extensions && options.extensions.length > 0 ? ['-extensions', 'x'] : [];
  const digest = (options.digest ?? '-sha256').slice(1);
  run([
    'ca',
    '-batch',
    '-notext',
    '-preserveDN',
    '-config',
    config,
    '-in',
    `${base}.csr`,
    '-out',
    certFile,
    ...signer,
    ...sections,
    '-startdate',
    options.notBefore ?? stamp(Date.now() - hour),
    '-enddate',
    options.notAfter ?? stamp(Date.now() + 90 * 24 * hour),
    '-md',
    newkey[0]?.startsWith('ed') === true && !options.issuer ? 'default' : digest,
    ...(options.more ?? []),
  ]);
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile };
}

/** A private root with CA extensions. */
export function issueRoot(subject = '/O=Wireglass Tests/CN=Test Root', options: IssueOptions = {}): Issued {
  return issue({ subject, extensions: caExtensions, ...options });
}
