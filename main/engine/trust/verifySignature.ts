import { constants, createPublicKey, verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import { pssParameters } from '#core/certificate/algorithm.ts';
import type { Algorithm, Certificate } from '#core/certificate/certificate.ts';
import type { Signed } from '#core/certificate/signed.ts';

/** Digest names of core/certificate as node:crypto spells them. */
const digests: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
};

/** Decoded keys by certificate: an authority signs thousands of leaves, and reading its key costs more than checking. */
const keys = new WeakMap<Certificate, KeyObject>();

/**
 * True when the key of `issuer` made the signature of `child` (a certificate, an OCSP response, a revocation list): RSA, RSA-PSS with its parameters, ECDSA, DSA, EdDSA, and
 * ML-DSA and SLH-DSA where the crypto library has them. A weak hash may still verify; judging it is the path check's.
 *
 * Never throws: a key or algorithm that the library does not know, or that does not fit, verifies nothing.
 */
export function verifySignature(child: Signed, issuer: Certificate): boolean {
  try {
    const key = keyOf(issuer);
    const plan = planFor(child.signatureAlgorithm, key);
    return plan !== undefined && verify(plan.digest, child.tbs, plan.key, child.signature);
  } catch {
    return false;
  }
}

function keyOf(issuer: Certificate): KeyObject {
  const known = keys.get(issuer);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: Buffer.from(issuer.publicKey.spki), format: 'der', type: 'spki' });
  keys.set(issuer, key);
  return key;
}

interface Plan {
  readonly digest: string | null;
  readonly key: KeyObject | VerifyKeyObjectInput;
}

/** How node verifies this algorithm with this key; undefined when the two do not belong together. */
function planFor(algorithm: Algorithm, key: KeyObject): Plan | undefined {
  const { name } = algorithm;
  const digest = algorithm.hash === undefined ? undefined : digests[algorithm.hash];
  const type = key.asymmetricKeyType;
  if (name === 'id-RSASSA-PSS') return pssPlan(algorithm, key);
  if (/ecdsa/i.test(name)) return type === 'ec' && digest !== undefined ? { digest, key } : undefined;
  if (/^id-dsa/.test(name)) return type === 'dsa' && digest !== undefined ? { digest, key } : undefined;
  if (/rsa/i.test(name))
    return type === 'rsa' && digest !== undefined
      ? { digest, key: { key, padding: constants.RSA_PKCS1_PADDING } }
      : undefined;
  // EdDSA, ML-DSA and SLH-DSA sign the message itself; 'id-Ed25519' belongs to a key of the type 'ed25519'.
  return name === `id-${type}` || name.toLowerCase() === `id-${type}` ? { digest: null, key } : undefined;
}

/** RFC 4055 §3.1. MGF1 with another hash than the message's, which nobody uses, cannot be told to node and is refused. */
function pssPlan(algorithm: Algorithm, key: KeyObject): Plan | undefined {
  const parameters = pssParameters(algorithm);
  const digest = parameters?.hash === undefined ? undefined : digests[parameters.hash];
  const isRsa = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss';
  if (parameters === undefined || digest === undefined || !isRsa || parameters.mgfHash !== parameters.hash)
    return undefined;
  return {
    digest,
    key: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: parameters.saltLength },
  };
}
