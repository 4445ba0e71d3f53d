import { children, content, expectTag, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { sameBytes } from '#core/certificate/name.ts';
import { readOid } from '#core/certificate/oid.ts';
import { deriveKey, hmacHash, readRounds, spend, tooManyRounds, type Decrypted, type Opening } from './pkcs12Cipher.ts';
import { pkcs12Kdf, purposes } from './pkcs12Kdf.ts';
import type { PasswordForm } from './pkcs12Password.ts';
import type { HashName } from './powers.ts';

export type MacCheck =
  /** This reading of the password proves the file. */
  | { readonly kind: 'proven'; readonly form: PasswordForm }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'unsupported'; readonly name: string };

const PBMAC1 = '1.2.840.113549.1.5.14';

/** Hashes of a DigestInfo, with the bytes they give. */
const hashes: Readonly<Record<string, readonly [name: HashName, length: number]>> = {
  '1.2.840.113549.2.5': ['md5', 16],
  '1.3.14.3.2.26': ['sha1', 20],
  '2.16.840.1.101.3.4.2.4': ['sha224', 28],
  '2.16.840.1.101.3.4.2.1': ['sha256', 32],
  '2.16.840.1.101.3.4.2.2': ['sha384', 48],
  '2.16.840.1.101.3.4.2.3': ['sha512', 64],
  '2.16.840.1.101.3.4.2.5': ['sha512-224', 28],
  '2.16.840.1.101.3.4.2.6': ['sha512-256', 32],
};

/**
 * Which reading of the password fits the code over the whole file (RFC 7292 §4.1, RFC 9579 for PBMAC1), if one does.
 *
 * @param signed content of the authenticated safe
 * @throws Malformed
 */
export async function checkMac(
  macData: DerNode,
  signed: Uint8Array,
  forms: readonly PasswordForm[],
  opening: Opening,
): Promise<MacCheck> {
  const [info, salt, count] = sequence(macData, 'the integrity code', macData);
  const [algorithm, digest] = sequence(info, 'the integrity code', macData);
  const expected = content(expectTag(digest, tags.octetString, 'the integrity code', macData));
  for (const form of forms) {
    const code = await codeWith(form, { algorithm: algorithm ?? macData, salt, count, macData }, signed, opening);
    if (code.kind === 'unsupported') return code;
    if (code.kind === 'plain' && sameBytes(code.bytes, expected)) return { kind: 'proven', form };
  }
  return { kind: 'wrong-password' };
}

interface MacParts {
  readonly algorithm: DerNode;
  readonly salt: DerNode | undefined;
  readonly count: DerNode | undefined;
  readonly macData: DerNode;
}

async function codeWith(form: PasswordForm, parts: MacParts, signed: Uint8Array, opening: Opening): Promise<Decrypted> {
  const { algorithm, salt, count, macData } = parts;
  const [type, parameters] = sequence(algorithm, 'the integrity algorithm', macData);
  const oid = readOid(type, 'the integrity algorithm', macData);
  if (oid === PBMAC1) return pbmac1(parameters ?? algorithm, form, signed, opening);
  const known = hashes[oid];
  if (known === undefined) return { kind: 'unsupported', name: oid };
  const [hash, length] = known;
  const rounds = count === undefined ? 1 : readRounds(count, macData);
  if (!spend(opening, rounds)) return tooManyRounds(rounds);
  const key = await pkcs12Kdf(
    {
      hash,
      purpose: purposes.mac,
      password: form.wide,
      salt: content(expectTag(salt, tags.octetString, 'the salt', macData)),
      rounds,
      length,
    },
    opening.powers,
  );
  return { kind: 'plain', bytes: opening.powers.hmac(hash, key, signed) };
}

/** RFC 9579 §4: the salt and count beside it say nothing then. */
async function pbmac1(
  parameters: DerNode,
  form: PasswordForm,
  signed: Uint8Array,
  opening: Opening,
): Promise<Decrypted> {
  const [derivation, scheme] = sequence(parameters, 'PBMAC1', parameters);
  const oid = readOid(children(scheme ?? parameters)[0], 'the scheme of PBMAC1', parameters);
  const hash = hmacHash(oid);
  if (hash === undefined) return { kind: 'unsupported', name: oid };
  const key = await deriveKey(derivation ?? parameters, form, 0, opening);
  if (key.kind !== 'plain') return key;
  return { kind: 'plain', bytes: opening.powers.hmac(hash, key.bytes, signed) };
}
