import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';

/** What another TLS client says of a server. */
export interface SeenByOpenssl {
  /** 'TLSv1.3' */
  readonly version: string;
  /** OpenSSL's name, which is the IANA name in TLS 1.3. */
  readonly cipher: string;
  /** SHA-256 of the certificates in the order they were sent, lower-case hex. */
  readonly chain: readonly string[];
}

/** Asks `openssl s_client`; its own judgement of the chain is not asked for. */
export function askOpenssl(port: number): SeenByOpenssl {
  const words = ['s_client', '-connect', `localhost:${port}`, '-servername', 'localhost', '-showcerts'];
  const { stdout } = spawnSync('openssl', words, { input: '', encoding: 'utf8' });
  const [, version = '', cipher = ''] = /^New, (TLSv[\d.]+), Cipher is (\S+)/m.exec(stdout) ?? [];
  const pems = stdout.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const chain = pems.map((pem) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase());
  return { version, cipher, chain };
}
