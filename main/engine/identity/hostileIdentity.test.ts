import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeDer, tags } from '#core/certificate/der.ts';
import { readIdentity } from './readIdentity.ts';
import { bundle, clientOf, run } from '#testdata/identity.ts';
import { issueRoot, type Issued } from '#testdata/pki.ts';

let folder: string;
let client: Issued;
let seeds: readonly Uint8Array[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-hostile-identity-'));
  const root = issueRoot();
  client = clientOf(root, '/CN=client');
  const text = (pem: string) => new TextEncoder().encode(pem);
  const locked = run('openssl', 'pkcs8', '-topk8', '-passout', 'pass:geheim', '-in', client.keyFile);
  const old = run('openssl', 'ec', '-aes256', '-passout', 'pass:geheim', '-in', client.keyFile);
  seeds = [
    // Few rounds: what is asked is what happens, not how long a right derivation takes.
    bundle(folder, client, root.cert, 'geheim', '-iter', '1'),
    bundle(folder, client, root.cert, 'geheim', '-legacy', '-iter', '1'),
    bundle(folder, client, root.cert, 'geheim', '-certpbe', 'NONE', '-keypbe', 'NONE', '-nomac'),
    text(client.cert + client.key),
    text(client.key + root.cert + client.cert + locked),
    text(client.cert + old),
    text(old),
  ];
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** mulberry32: small, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function bend(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  const bent = Array.from(bytes);
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(bent.length);
    const how = below(5);
    if (how === 0) bent[at] = below(256);
    else if (how === 1) bent[at] = (bent[at] ?? 0) ^ (1 << below(8));
    else if (how === 2) bent.splice(at, 1 + below(20));
    else if (how === 3) bent.splice(at, 0, ...bent.slice(below(bent.length)).slice(0, 40));
    else bent.length = Math.max(1, at);
  }
  return Uint8Array.from(bent);
}

test('a thousand bent and random files are read or refused, each within its bounds, and none throws', async () => {
  const random = generator(20_261_125);
  const kinds = new Set<string>();
  for (let round = 0; round < 1000; round++) {
    const seed = seeds[round % (seeds.length + 1)];
    const bytes =
      seed === undefined
        ? Uint8Array.from({ length: Math.floor(random() * 400) }, () => Math.floor(random() * 256))
        : bend(seed, random);
    const result = await readIdentity({
      sources: [{ kind: 'bytes', name: 'bent', bytes }],
      ...(round % 3 > 0 && { password: round % 3 === 1 ? 'geheim' : 'falsch' }),
    });
    kinds.add(result.ok ? 'read' : result.error.kind);
  }

  // The seed is fixed: what the thousand files meet is too.
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining(['damaged-file', 'no-certificate', 'no-key', 'read', 'wrong-password']),
  );
});

test('a derivation of more rounds than anyone needs is refused, not done', async () => {
  const result = await readIdentity({
    sources: [
      { kind: 'text', text: client.cert },
      { kind: 'bytes', name: 'endless.key', bytes: keyOfRounds('7fffffff') },
    ],
    password: 'geheim',
  });

  expect(result).toMatchObject({
    ok: false,
    error: { kind: 'unsupported', name: 'endless.key', what: 'a key derivation of 2147483647 rounds' },
  });
});

/** An encrypted key of PKCS#8 (AES-256, PBKDF2) that says it needs so many rounds. */
function keyOfRounds(rounds: string): Uint8Array {
  const hex = (text: string) => Buffer.from(text, 'hex');
  const sequence = (...parts: readonly Uint8Array[]) => encodeDer(tags.sequence, Buffer.concat(parts));
  const oid = (text: string) => encodeDer(tags.oid, hex(text));
  const octets = (length: number) => encodeDer(tags.octetString, new Uint8Array(length));
  const derivation = sequence(oid('2a864886f70d01050c'), sequence(octets(8), encodeDer(tags.integer, hex(rounds))));
  const cipher = sequence(oid('60864801650304012a'), octets(16));
  return sequence(sequence(oid('2a864886f70d01050d'), sequence(derivation, cipher)), octets(48));
}
