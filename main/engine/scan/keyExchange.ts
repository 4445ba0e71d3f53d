import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import type { KeyShare } from '#core/scan/clientHello.ts';

/** A key pair of our own in one group. It lives as long as one handshake. */
export interface OwnKey {
  readonly share: KeyShare;
  /** The shared secret with the server's key; undefined when that is no key of this group. */
  agree(theirs: Uint8Array): Uint8Array | undefined;
}

const X25519 = 29;
/** How node:crypto calls the curves (RFC 8446 §4.2.7). */
const curves: Readonly<Record<number, string>> = { 23: 'prime256v1', 24: 'secp384r1', 25: 'secp521r1' };
/** SubjectPublicKeyInfo of an X25519 key up to its 32 bytes (RFC 8410 §4). */
const X25519_SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/** A fresh key in a group; undefined when this program makes none there. */
export function makeKey(group: number): OwnKey | undefined {
  if (group === X25519) return makeX25519();
  const curve = curves[group];
  return curve === undefined ? undefined : makeEc(group, curve);
}

function makeX25519(): OwnKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(X25519_SPKI.length);
  return {
    share: { group: X25519, key },
    agree: (theirs) =>
      guarded(() => {
        const spki = Buffer.concat([X25519_SPKI, theirs]);
        return diffieHellman({ privateKey, publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }) });
      }),
  };
}

function makeEc(group: number, curve: string): OwnKey {
  const pair = createECDH(curve);
  const key = pair.generateKeys();
  return { share: { group, key }, agree: (theirs) => guarded(() => pair.computeSecret(theirs)) };
}

/** node:crypto throws for a key that is none, and a server may send anything. */
function guarded(agree: () => Uint8Array): Uint8Array | undefined {
  try {
    return agree();
  } catch {
    return undefined;
  }
}
