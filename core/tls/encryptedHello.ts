import { shownHex, shownSize, shownText } from './bytes.ts';
import type { ExtensionPlace } from './extensionPlace.ts';
import type { Reader } from './reader.ts';
import { hex16 } from './registry.ts';
import type { FieldValue } from './report.ts';

type Fields = Record<string, FieldValue>;

/** Encrypted ClientHello (RFC 9849 §5). Clients without it send the outer form with random content. */
export function readEncryptedHello(reader: Reader, place: ExtensionPlace): Fields {
  if (place === 'EncryptedExtensions') return { retryConfigs: readConfigs(reader) };
  if (place !== 'ClientHello') return { confirmation: shownHex(reader.rest('the confirmation')) };
  if (reader.u8('the form', (form) => (form === 1 ? 'inner' : 'outer')) === 1) return { form: 'inner' };
  const suite = readSuite(reader);
  const configId = reader.u8('the configuration');
  const keyBytes = reader.opaque(2, 'the key').length;
  return {
    form: 'outer',
    ...suite,
    configId,
    keyBytes,
    payloadBytes: reader.opaque(2, 'the payload', shownSize).length,
  };
}

/** ECHConfigList (RFC 9849 §4). Of another version than the one of the RFC only the version is told. */
function readConfigs(reader: Reader): readonly Fields[] {
  const list = reader.vector(2, 'the configurations');
  const configs: Fields[] = [];
  while (list.left > 0) configs.push(list.group('a configuration', () => readConfig(list)));
  return configs;
}

const RFC_9849 = 0xfe0d;

function readConfig(reader: Reader): Fields {
  const version = reader.u16('the version', hex16);
  const contents = reader.vector(2, 'the contents');
  if (version !== RFC_9849) {
    contents.rest();
    return { version: hex16(version) };
  }
  const configId = contents.u8('the configuration');
  const kem = kemName(contents.u16('the key encapsulation', kemName));
  const keyBytes = contents.opaque(2, 'the key').length;
  const list = contents.vector(2, 'the suites');
  const suites: Fields[] = [];
  while (list.left > 0) suites.push(readSuite(list));
  contents.u8('the longest name');
  const publicName = shownText(contents.opaque(1, 'the public name', shownText));
  contents.opaque(2, 'the extensions');
  return { version: hex16(version), configId, kem, keyBytes, suites, publicName };
}

function readSuite(reader: Reader): Fields {
  const kdf = kdfName(reader.u16('the key derivation', kdfName));
  return { kdf, aead: aeadName(reader.u16('the cipher', aeadName)) };
}

/** HPKE KEM, KDF and AEAD Identifiers (https://www.iana.org/assignments/hpke; RFC 9180 §7). */
function kemName(number: number): string {
  const names: Readonly<Record<number, string>> = {
    0x0010: 'DHKEM(P-256, HKDF-SHA256)',
    0x0011: 'DHKEM(P-384, HKDF-SHA384)',
    0x0012: 'DHKEM(P-521, HKDF-SHA512)',
    0x0020: 'DHKEM(X25519, HKDF-SHA256)',
    0x0021: 'DHKEM(X448, HKDF-SHA512)',
  };
  return names[number] ?? hex16(number);
}

function kdfName(number: number): string {
  return { 1: 'HKDF-SHA256', 2: 'HKDF-SHA384', 3: 'HKDF-SHA512' }[number] ?? hex16(number);
}

function aeadName(number: number): string {
  return { 1: 'AES-128-GCM', 2: 'AES-256-GCM', 3: 'ChaCha20Poly1305' }[number] ?? hex16(number);
}
