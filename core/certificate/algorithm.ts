import type { Algorithm } from './certificate.ts';
import {
  children,
  context,
  expectTag,
  guarded,
  malformed,
  readSmallInteger,
  readWhole,
  sequence,
  tags,
  whole,
  type DerNode,
} from './der.ts';
import { readOid } from './oid.ts';

/** [name in its RFC's spelling, hash in NIST's] by OID. RFC 3279, 4055, 5758, 8410, 9881 (ML-DSA), 9909 (SLH-DSA), 9935 (ML-KEM). */
const algorithms: Readonly<Record<string, readonly [name: string, hash?: string]>> = {
  '1.2.840.113549.1.1.1': ['rsaEncryption'],
  '1.2.840.113549.1.1.2': ['md2WithRSAEncryption', 'MD2'],
  '1.2.840.113549.1.1.3': ['md4WithRSAEncryption', 'MD4'],
  '1.2.840.113549.1.1.4': ['md5WithRSAEncryption', 'MD5'],
  '1.2.840.113549.1.1.5': ['sha1WithRSAEncryption', 'SHA-1'],
  '1.3.14.3.2.29': ['sha1WithRSAEncryption', 'SHA-1'],
  '1.2.840.113549.1.1.10': ['id-RSASSA-PSS'],
  '1.2.840.113549.1.1.11': ['sha256WithRSAEncryption', 'SHA-256'],
  '1.2.840.113549.1.1.12': ['sha384WithRSAEncryption', 'SHA-384'],
  '1.2.840.113549.1.1.13': ['sha512WithRSAEncryption', 'SHA-512'],
  '1.2.840.113549.1.1.14': ['sha224WithRSAEncryption', 'SHA-224'],
  '2.16.840.1.101.3.4.3.14': ['id-rsassa-pkcs1-v1_5-with-sha3-256', 'SHA3-256'],
  '2.16.840.1.101.3.4.3.15': ['id-rsassa-pkcs1-v1_5-with-sha3-384', 'SHA3-384'],
  '2.16.840.1.101.3.4.3.16': ['id-rsassa-pkcs1-v1_5-with-sha3-512', 'SHA3-512'],
  '1.2.840.10045.2.1': ['id-ecPublicKey'],
  '1.2.840.10045.4.1': ['ecdsa-with-SHA1', 'SHA-1'],
  '1.2.840.10045.4.3.1': ['ecdsa-with-SHA224', 'SHA-224'],
  '1.2.840.10045.4.3.2': ['ecdsa-with-SHA256', 'SHA-256'],
  '1.2.840.10045.4.3.3': ['ecdsa-with-SHA384', 'SHA-384'],
  '1.2.840.10045.4.3.4': ['ecdsa-with-SHA512', 'SHA-512'],
  '2.16.840.1.101.3.4.3.10': ['id-ecdsa-with-sha3-256', 'SHA3-256'],
  '2.16.840.1.101.3.4.3.11': ['id-ecdsa-with-sha3-384', 'SHA3-384'],
  '2.16.840.1.101.3.4.3.12': ['id-ecdsa-with-sha3-512', 'SHA3-512'],
  '1.2.840.10040.4.1': ['id-dsa'],
  '1.2.840.10040.4.3': ['id-dsa-with-sha1', 'SHA-1'],
  '2.16.840.1.101.3.4.3.1': ['id-dsa-with-sha224', 'SHA-224'],
  '2.16.840.1.101.3.4.3.2': ['id-dsa-with-sha256', 'SHA-256'],
  '2.16.840.1.101.3.4.3.3': ['id-dsa-with-sha384', 'SHA-384'],
  '2.16.840.1.101.3.4.3.4': ['id-dsa-with-sha512', 'SHA-512'],
  '1.3.101.110': ['id-X25519'],
  '1.3.101.111': ['id-X448'],
  '1.3.101.112': ['id-Ed25519'],
  '1.3.101.113': ['id-Ed448'],
  '2.16.840.1.101.3.4.3.17': ['id-ml-dsa-44'],
  '2.16.840.1.101.3.4.3.18': ['id-ml-dsa-65'],
  '2.16.840.1.101.3.4.3.19': ['id-ml-dsa-87'],
  '2.16.840.1.101.3.4.3.20': ['id-slh-dsa-sha2-128s'],
  '2.16.840.1.101.3.4.3.21': ['id-slh-dsa-sha2-128f'],
  '2.16.840.1.101.3.4.3.22': ['id-slh-dsa-sha2-192s'],
  '2.16.840.1.101.3.4.3.23': ['id-slh-dsa-sha2-192f'],
  '2.16.840.1.101.3.4.3.24': ['id-slh-dsa-sha2-256s'],
  '2.16.840.1.101.3.4.3.25': ['id-slh-dsa-sha2-256f'],
  '2.16.840.1.101.3.4.3.26': ['id-slh-dsa-shake-128s'],
  '2.16.840.1.101.3.4.3.27': ['id-slh-dsa-shake-128f'],
  '2.16.840.1.101.3.4.3.28': ['id-slh-dsa-shake-192s'],
  '2.16.840.1.101.3.4.3.29': ['id-slh-dsa-shake-192f'],
  '2.16.840.1.101.3.4.3.30': ['id-slh-dsa-shake-256s'],
  '2.16.840.1.101.3.4.3.31': ['id-slh-dsa-shake-256f'],
  '2.16.840.1.101.3.4.3.32': ['id-hash-ml-dsa-44-with-sha512', 'SHA-512'],
  '2.16.840.1.101.3.4.3.33': ['id-hash-ml-dsa-65-with-sha512', 'SHA-512'],
  '2.16.840.1.101.3.4.3.34': ['id-hash-ml-dsa-87-with-sha512', 'SHA-512'],
  '2.16.840.1.101.3.4.4.1': ['id-alg-ml-kem-512'],
  '2.16.840.1.101.3.4.4.2': ['id-alg-ml-kem-768'],
  '2.16.840.1.101.3.4.4.3': ['id-alg-ml-kem-1024'],
  // Composites (draft-ietf-lamps-pq-composite-sigs-19 §6, 2026): two keys that must both be broken.
  '1.3.6.1.5.5.7.6.37': ['id-MLDSA44-RSA2048-PSS-SHA256'],
  '1.3.6.1.5.5.7.6.38': ['id-MLDSA44-RSA2048-PKCS15-SHA256'],
  '1.3.6.1.5.5.7.6.39': ['id-MLDSA44-Ed25519-SHA512'],
  '1.3.6.1.5.5.7.6.40': ['id-MLDSA44-ECDSA-P256-SHA256'],
  '1.3.6.1.5.5.7.6.41': ['id-MLDSA65-RSA3072-PSS-SHA512'],
  '1.3.6.1.5.5.7.6.42': ['id-MLDSA65-RSA3072-PKCS15-SHA512'],
  '1.3.6.1.5.5.7.6.43': ['id-MLDSA65-RSA4096-PSS-SHA512'],
  '1.3.6.1.5.5.7.6.44': ['id-MLDSA65-RSA4096-PKCS15-SHA512'],
  '1.3.6.1.5.5.7.6.45': ['id-MLDSA65-ECDSA-P256-SHA512'],
  '1.3.6.1.5.5.7.6.46': ['id-MLDSA65-ECDSA-P384-SHA512'],
  '1.3.6.1.5.5.7.6.47': ['id-MLDSA65-ECDSA-brainpoolP256r1-SHA512'],
  '1.3.6.1.5.5.7.6.48': ['id-MLDSA65-Ed25519-SHA512'],
  '1.3.6.1.5.5.7.6.49': ['id-MLDSA87-ECDSA-P384-SHA512'],
  '1.3.6.1.5.5.7.6.50': ['id-MLDSA87-ECDSA-brainpoolP384r1-SHA512'],
  '1.3.6.1.5.5.7.6.51': ['id-MLDSA87-Ed448-SHAKE256'],
  '1.3.6.1.5.5.7.6.52': ['id-MLDSA87-RSA3072-PSS-SHA512'],
  '1.3.6.1.5.5.7.6.53': ['id-MLDSA87-RSA4096-PSS-SHA512'],
  '1.3.6.1.5.5.7.6.54': ['id-MLDSA87-ECDSA-P521-SHA512'],
  // GM/T 0006 and 0010: China's own suite.
  '1.2.156.10197.1.501': ['SM2-with-SM3', 'SM3'],
};

const RSASSA_PSS = '1.2.840.113549.1.1.10';

/** Hashes as an AlgorithmIdentifier names them inside RSASSA-PSS parameters. */
const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.8': 'SHA3-256',
  '2.16.840.1.101.3.4.2.9': 'SHA3-384',
  '2.16.840.1.101.3.4.2.10': 'SHA3-512',
};

/** Name of an algorithm or a hash; undefined when we do not know it. */
export function algorithmName(oid: string): string | undefined {
  return algorithms[oid]?.[0] ?? hashes[oid];
}

/** An AlgorithmIdentifier (RFC 5280 §4.1.1.2). @throws Malformed */
export function readAlgorithm(node: DerNode | undefined, what: string, parent: DerNode): Algorithm {
  const found = expectTag(node, tags.sequence, what, parent);
  const [type, parameters, more] = children(found);
  if (more !== undefined) malformed(`${what} has more than a type and parameters`, more);
  const oid = readOid(type, `the type of ${what}`, found);
  const [name, hash] = algorithms[oid] ?? [oid];
  const base = { oid, name, ...(parameters !== undefined && { parameters: whole(parameters) }) };
  if (oid !== RSASSA_PSS) return { ...base, ...(hash !== undefined && { hash }) };
  const pss = pssParameters(base);
  return { ...base, ...(pss?.hash !== undefined && { hash: pss.hash }) };
}

export interface PssParameters {
  readonly hash: string | undefined;
  readonly mgfHash: string | undefined;
  readonly saltLength: number;
}

/**
 * Parameters of an RSASSA-PSS signature, with the defaults of RFC 4055 §3.1 (SHA-1, MGF1 with SHA-1, 20 bytes of salt) for
 * what is left out; undefined when they are absent or malformed. A hash we do not know is undefined.
 */
export function pssParameters(algorithm: Pick<Algorithm, 'parameters'>): PssParameters | undefined {
  const der = algorithm.parameters;
  if (der === undefined) return undefined;
  const read = guarded((): PssParameters => {
    const node = readWhole(der);
    let found: PssParameters = { hash: 'SHA-1', mgfHash: 'SHA-1', saltLength: 20 };
    for (const field of sequence(node, 'the PSS parameters', node)) {
      const [inner] = children(field);
      if (inner === undefined) return malformed('an empty PSS parameter', field);
      if (field.tag === context(0, 'constructed')) found = { ...found, hash: readHash(inner) };
      if (field.tag === context(1, 'constructed')) {
        const [, mask] = sequence(inner, 'the PSS mask function', inner);
        if (mask === undefined) return malformed('the PSS mask function has no hash', inner);
        found = { ...found, mgfHash: readHash(mask) };
      }
      if (field.tag === context(2, 'constructed'))
        found = {
          ...found,
          saltLength: readSmallInteger(expectTag(inner, tags.integer, 'the salt length', field), 'the salt length'),
        };
    }
    return found;
  });
  return read.ok ? read.value : undefined;
}

function readHash(node: DerNode): string | undefined {
  const [type] = sequence(node, 'a PSS hash', node);
  return hashes[readOid(type, 'a PSS hash', node)];
}

/** 'ECDSA with SHA-384', 'RSA with SHA-256', 'RSA-PSS with SHA-256', 'Ed25519', 'ML-DSA-65': a signature algorithm in words. */
export function signatureText(algorithm: Algorithm): string {
  const { name, hash } = algorithm;
  const withHash = (scheme: string) => (hash === undefined ? scheme : `${scheme} with ${hash}`);
  if (algorithm.oid === RSASSA_PSS) return withHash('RSA-PSS');
  if (name.startsWith('id-MLDSA')) return name.slice(3);
  if (/ecdsa/i.test(name)) return withHash('ECDSA');
  if (/rsa(?:ssa|encryption)/i.test(name)) return withHash('RSA');
  if (/^id-dsa/.test(name)) return withHash('DSA');
  if (/^id-(?:hash-)?(?:ml|slh)-dsa/.test(name)) return name.slice(3).toUpperCase();
  return name.startsWith('id-') ? name.slice(3) : name;
}
