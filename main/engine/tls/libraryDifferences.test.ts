import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import {
  connect,
  createSecureContext,
  createServer,
  type ConnectionOptions,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { tlsLibrary } from '#main/engine/http/tlsOptions.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued, type IssueOptions } from '#testdata/pki.ts';
import { libraryDifferences, type LibraryDifferenceId } from './libraryDifferences.ts';

let root: Issued;
beforeAll(() => {
  root = issueRoot();
});

const rsa = (bits: number) => [`rsa:${bits}`];
const leaf = (more: IssueOptions = {}) => issue({ issuer: root, extensions: leafExtensions('localhost'), ...more });

interface Meeting {
  readonly outcome: string;
  readonly message: string;
  readonly client: TLSSocket;
  readonly server: TLSSocket | undefined;
}

/** One real handshake, with the library's own verification and whatever it answers. */
async function meet(chain: readonly Issued[], options: ConnectionOptions = {}): Promise<Meeting> {
  const [own] = chain;
  let accepted: TLSSocket | undefined;
  // The server may be as weak as the test wants it: only the client is looked at.
  const lax = tlsLibrary() === 'openssl' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {};
  const server = createServer({ key: own?.key, cert: chain.map(({ cert }) => cert).join(''), ...lax }, (socket) => {
    accepted = socket;
    socket.on('error', () => undefined);
    socket.write('x');
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: root.cert,
    rejectUnauthorized: true,
    ...options,
  });
  const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    client.once('data', () => resolve(undefined));
    client.once('error', resolve);
  });
  const refused = client.authorizationError as unknown;
  const outcome = error === undefined ? 'accepted' : refused ? `refused: ${error.code}` : `failed: ${error.code}`;
  const met = { outcome, message: error?.message ?? '', client, server: accepted };
  server.close();
  return met;
}

async function outcomeOf(...chain: readonly Issued[]): Promise<string> {
  const { outcome, client } = await meet(chain);
  client.destroy();
  return outcome;
}

async function ask(look: (meeting: Meeting) => string, options: ConnectionOptions = {}): Promise<string> {
  const meeting = await meet([leaf()], options);
  const answer = look(meeting);
  meeting.client.destroy();
  return answer;
}

function context(options: SecureContextOptions): string {
  try {
    createSecureContext(options);
    return 'accepted';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === undefined ? 'throws' : `throws ${code}`;
  }
}

function pfx(...words: readonly string[]): Buffer {
  const own = leaf();
  const file = `${own.certFile}.p12`;
  execFileSync('openssl', [
    'pkcs12',
    '-export',
    '-in',
    own.certFile,
    '-inkey',
    own.keyFile,
    '-passout',
    'pass:x',
    '-out',
    file,
    ...words,
  ]);
  return readFileSync(file);
}

const provocations: Readonly<Record<LibraryDifferenceId, () => string | Promise<string>>> = {
  'rsa-1024': () => outcomeOf(leaf({ newkey: rsa(1024) })),
  'sha1-signature': () => outcomeOf(leaf({ digest: '-sha1' })),
  'issuer-without-cert-sign': () => {
    const extensions = [
      'basicConstraints=critical,CA:TRUE',
      'keyUsage=critical,digitalSignature',
      'subjectKeyIdentifier=hash',
    ];
    const ca = issue({ subject: '/CN=CA', issuer: root, extensions });
    return outcomeOf(leaf({ issuer: ca }), ca);
  },
  'wildcard-over-excluded': () => {
    const extensions = [...caExtensions, 'nameConstraints=critical,excluded;DNS:bad.x.test'];
    const ca = issue({ subject: '/CN=CA', issuer: root, extensions });
    return outcomeOf(leaf({ issuer: ca, extensions: leafExtensions('localhost', '*.x.test') }), ca);
  },
  'leaf-without-signing': () => {
    const extensions = ['keyUsage=critical,keyEncipherment', 'subjectAltName=DNS:localhost'];
    return outcomeOf(leaf({ newkey: rsa(2048), extensions }));
  },
  'p521-leaf': () => outcomeOf(leaf({ newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'] })),
  'self-signed-text': async () => {
    const { message, client } = await meet([issue({ extensions: leafExtensions('localhost') })]);
    client.destroy();
    // Node adds advice of its own after it.
    return message.split(';')[0] ?? '';
  },
  'security-level': () => context({ ciphers: 'DEFAULT@SECLEVEL=0' }),
  'dhe-suites': () => context({ ciphers: 'DHE-RSA-AES128-GCM-SHA256' }),
  'group-x448': () => context({ ecdhCurve: 'X448' }),
  'group-spelling': () => context({ ecdhCurve: 'secp256r1' }),
  'mixed-identities': () => {
    const both = [leaf(), leaf({ newkey: rsa(2048) })];
    return context({ key: both.map(({ key }) => key), cert: both.map(({ cert }) => cert) });
  },
  'ed448-key': () => {
    const certificate = new X509Certificate(issue({ newkey: ['ed448'] }).cert);
    try {
      return certificate.publicKey.asymmetricKeyType === 'ed448' ? 'accepted' : 'another key';
    } catch {
      return 'throws';
    }
  },
  'pkcs12-rc2': () => context({ pfx: pfx('-legacy', '-certpbe', 'PBE-SHA1-RC2-40'), passphrase: 'x' }),
  'pkcs12-without-mac': () => context({ pfx: pfx('-nomac'), passphrase: 'x' }),
  'cipher-version': () => ask(({ client }) => client.getCipher().version),
  'ephemeral-key': () =>
    ask(({ client }) => String(Reflect.get(client.getEphemeralKeyInfo() ?? {}, 'type')), { ecdhCurve: 'X25519' }),
  'shared-schemes': () => ask(({ server }) => ((server?.getSharedSigalgs().length ?? 0) > 0 ? 'some' : 'none')),
  'finished-in-1.3': () => ask(({ client }) => lengthText(client.getFinished())),
};

const lengthText = (bytes: Buffer | undefined) => (bytes === undefined ? 'none' : `${bytes.length} bytes`);

describe(`the TLS library is ${tlsLibrary()}`, () => {
  test.each(Object.keys(provocations) as LibraryDifferenceId[])(
    '%s is as the table of differences says',
    async (id) => {
      expect(await provocations[id]()).toBe(libraryDifferences[id][tlsLibrary()]);
    },
  );
});
