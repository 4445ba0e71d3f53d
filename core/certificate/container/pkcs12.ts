import {
  children,
  content,
  context,
  expectTag,
  guardedLater,
  malformed,
  readSmallInteger,
  readWhole,
  sequence,
  tags,
  whole,
  type DerNode,
} from '#core/certificate/der.ts';
import { readOid } from '#core/certificate/oid.ts';
import { readText } from '#core/certificate/text.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { concat } from '#core/certificate/bytes.ts';
import { toDefinite } from './ber.ts';
import type { ContainedCertificate, ContainerFailure, Integrity } from './contained.ts';
import { decryptWithPassword, MAX_ROUNDS, type Decrypted, type Opening } from './pkcs12Cipher.ts';
import { checkMac } from './pkcs12Mac.ts';
import { passwordForms, type PasswordForm } from './pkcs12Password.ts';
import type { ContainerPowers } from './powers.ts';
import { openEncryptedKey } from './encryptedKey.ts';
import { readPrivateKey, type FoundKey } from './privateKey.ts';

export interface Pkcs12Contents {
  readonly certificates: readonly ContainedCertificate[];
  readonly keys: readonly FoundKey[];
  readonly integrity: Integrity;
}

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const FORMAT = 'pkcs12' as const;

/**
 * The certificates of a PKCS#12 file (RFC 7292), with the names it gives them and word of the keys.
 *
 * Without a password, the empty one is tried in both its forms (Java writes trust stores so); certificates that are not
 * encrypted are then shown though nothing proves the file.
 */
export async function readPkcs12(
  bytes: Uint8Array,
  password: string | undefined,
  powers: ContainerPowers,
): Promise<Result<Pkcs12Contents, ContainerFailure>> {
  const opening: Opening = { powers, roundsLeft: MAX_ROUNDS };
  const read = await guardedLater(() => readFile(bytes, password, opening));
  return read.ok
    ? read.value
    : fail({ kind: 'damaged', format: FORMAT, reason: read.error.reason, message: read.error.message });
}

async function readFile(
  bytes: Uint8Array,
  password: string | undefined,
  opening: Opening,
): Promise<Result<Pkcs12Contents, ContainerFailure>> {
  const top = definite(bytes);
  const [version, safe, macData, more] = sequence(top, 'the file', top);
  if (readSmallInteger(expectTag(version, tags.integer, 'the version', top), 'the version') !== 3 || more !== undefined)
    malformed('a PKCS#12 file of another version', top);
  const { type, value } = contentInfo(safe, top);
  if (type !== DATA) return unsupported('a public-key signature over the whole file');
  const signed = content(expectTag(value, tags.octetString, 'the safe', top));
  const forms = passwordForms(password ?? '');
  const mac = macData === undefined ? undefined : await checkMac(macData, signed, forms, opening);
  if (mac?.kind === 'wrong-password' && password !== undefined)
    return (await opensAnyway(signed, forms, opening)) ? changed() : locked(password);
  if (mac?.kind === 'unsupported' && password !== undefined) return unsupported(mac.name);
  const usable = mac?.kind === 'proven' ? [mac.form] : forms;
  const integrity = mac === undefined ? 'none' : mac.kind === 'proven' ? 'proven' : 'unproven';
  const bags = await readSafes(definite(signed), usable, password, opening);
  return bags.ok ? ok({ ...(await contentsOf(bags.value, usable, opening)), integrity }) : bags;
}

/** Whether the password opens what is encrypted although the code over the whole differs: then the file was changed since. */
async function opensAnyway(signed: Uint8Array, forms: readonly PasswordForm[], opening: Opening): Promise<boolean> {
  const opened = await guardedLater(async () => {
    const bags = await readSafes(definite(signed), forms, '', opening);
    if (!bags.ok) return false;
    const { keys } = await contentsOf(bags.value, forms, opening);
    return bags.value.some(({ wasEncrypted }) => wasEncrypted) || keys.some(({ encrypted, spki }) => encrypted && spki);
  });
  return opened.ok && opened.value === true;
}

function changed(): Result<never, ContainerFailure> {
  const reason =
    'the password opens it, but the code over its content is another one: it was changed after it was written';
  return fail({ kind: 'damaged', format: FORMAT, reason, message: reason });
}

/** Every layer of bytes may be BER of its own. @throws Malformed */
function definite(bytes: Uint8Array): DerNode {
  const der = toDefinite(bytes);
  return der.ok ? readWhole(der.value) : malformed(der.error.reason, der.error);
}

function contentInfo(
  node: DerNode | undefined,
  parent: DerNode,
): { readonly type: string; readonly value: DerNode | undefined } {
  const [type, wrapped] = sequence(node, 'a part of the file', parent);
  const oid = readOid(type, 'the type of a part', parent);
  if (wrapped === undefined) return { type: oid, value: undefined };
  return { type: oid, value: children(expectTag(wrapped, context(0, 'constructed'), 'a part of the file', parent))[0] };
}

async function readSafes(
  safes: DerNode,
  forms: readonly PasswordForm[],
  password: string | undefined,
  opening: Opening,
): Promise<Result<readonly Bag[], ContainerFailure>> {
  // Not push(...): a safe may hold more than a call takes arguments.
  const bags: (readonly Bag[])[] = [];
  for (const safe of sequence(safes, 'the safes', safes)) {
    const { type, value } = contentInfo(safe, safes);
    if (type === DATA) {
      bags.push(readBags(definite(content(expectTag(value, tags.octetString, 'a safe', safe)))));
      continue;
    }
    // RFC 7292 §4.1: the third kind is encrypted for the owner of a key.
    if (type !== ENCRYPTED_DATA || value === undefined) return unsupported('a public key');
    const opened = await openSafe(value, forms, opening);
    if (opened.kind === 'unsupported') return unsupported(opened.name);
    if (opened.kind === 'wrong-password') return locked(password);
    bags.push(opened.bags.map((bag) => ({ ...bag, wasEncrypted: true })));
  }
  return ok(bags.flat());
}

type OpenedSafe = { readonly kind: 'bags'; readonly bags: readonly Bag[] } | Exclude<Decrypted, { kind: 'plain' }>;

/** EncryptedData (RFC 5652 §8). Garbage that happens to end in padding is a wrong password as well. */
async function openSafe(value: DerNode, forms: readonly PasswordForm[], opening: Opening): Promise<OpenedSafe> {
  const [, info] = sequence(value, 'an encrypted safe', value);
  const [, algorithm, encrypted] = sequence(info, 'an encrypted safe', value);
  if (algorithm === undefined || encrypted === undefined) return malformed('an encrypted safe without content', value);
  const bytes =
    encrypted.tag === context(0, 'constructed') ? concat(children(encrypted).map(content)) : content(encrypted);
  for (const form of forms) {
    const plain = await decryptWithPassword(algorithm, form, bytes, opening);
    if (plain.kind === 'unsupported') return plain;
    if (plain.kind !== 'plain') continue;
    const bags = await guardedLater(() => Promise.resolve(readBags(definite(plain.bytes))));
    if (bags.ok) return { kind: 'bags', bags: bags.value };
  }
  return { kind: 'wrong-password' };
}

/** A SafeBag (RFC 7292 §4.2). */
interface Bag {
  readonly type: string;
  readonly value: DerNode;
  readonly alias?: string;
  /** Links a key with its certificate: hex of whatever the tool chose. */
  readonly keyId?: string;
  /** It lay in a safe that the password opened. */
  readonly wasEncrypted?: boolean;
}

const bagTypes = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  safe: '1.2.840.113549.1.12.10.1.6',
} as const;

function readBags(node: DerNode): readonly Bag[] {
  return sequence(node, 'the bags', node).flatMap((bag) => {
    const [type, wrapped, attributes] = sequence(bag, 'a bag', node);
    const oid = readOid(type, 'the type of a bag', bag);
    const [value] = children(expectTag(wrapped, context(0, 'constructed'), 'the content of a bag', bag));
    if (value === undefined) return malformed('an empty bag', bag);
    if (oid === bagTypes.safe) return readBags(value);
    return [{ type: oid, value, ...readAttributes(attributes) }];
  });
}

const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';

function readAttributes(node: DerNode | undefined): Pick<Bag, 'alias' | 'keyId'> {
  let found: Pick<Bag, 'alias' | 'keyId'> = {};
  for (const attribute of node === undefined ? [] : children(node)) {
    const [type, values] = sequence(attribute, 'an attribute', attribute);
    const [value] = values === undefined ? [] : children(values);
    if (value === undefined) continue;
    const oid = readOid(type, 'an attribute', attribute);
    const text = readText(value)?.value;
    if (oid === FRIENDLY_NAME && text !== undefined) found = { ...found, alias: text };
    if (oid === LOCAL_KEY_ID) found = { ...found, keyId: content(value).join() };
  }
  return found;
}

async function contentsOf(
  bags: readonly Bag[],
  forms: readonly PasswordForm[],
  opening: Opening,
): Promise<Omit<Pkcs12Contents, 'integrity'>> {
  const keys: FoundKey[] = [];
  const keyIds = new Set<string>();
  for (const bag of bags) {
    if (bag.type !== bagTypes.key && bag.type !== bagTypes.shroudedKey) continue;
    if (bag.keyId !== undefined) keyIds.add(bag.keyId);
    keys.push({ ...(await readKey(bag, forms, opening)), ...(bag.alias !== undefined && { alias: bag.alias }) });
  }
  const certificates = bags.flatMap((bag) => {
    const der = bag.type === bagTypes.certificate ? certificateOf(bag.value) : undefined;
    if (der === undefined) return [];
    const hasKey = bag.keyId !== undefined && keyIds.has(bag.keyId);
    return [{ der, hasKey, ...(bag.alias !== undefined && { alias: bag.alias }) }];
  });
  return { certificates, keys };
}

/** What cannot be opened is still a key. */
async function readKey(bag: Bag, forms: readonly PasswordForm[], opening: Opening): Promise<FoundKey> {
  if (bag.type === bagTypes.key) return readPrivateKey(whole(bag.value), opening.powers) ?? { encrypted: false };
  return openEncryptedKey(bag.value, forms, opening);
}

const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';

/** A CertBag; SDSI certificates, which nobody has, are passed over. */
function certificateOf(node: DerNode): Uint8Array | undefined {
  const [type, wrapped] = sequence(node, 'a certificate bag', node);
  if (readOid(type, 'a certificate bag', node) !== X509_CERTIFICATE) return undefined;
  const [value] = children(expectTag(wrapped, context(0, 'constructed'), 'a certificate bag', node));
  return content(expectTag(value, tags.octetString, 'a certificate bag', node)).slice();
}

function locked(password: string | undefined): Result<never, ContainerFailure> {
  return password === undefined
    ? fail({ kind: 'password-needed', format: FORMAT, message: 'It is locked.' })
    : fail({ kind: 'wrong-password', format: FORMAT, message: 'Another password.' });
}

function unsupported(name: string): Result<never, ContainerFailure> {
  return fail({ kind: 'unsupported-algorithm', format: FORMAT, name, message: `${name} is not read.` });
}
