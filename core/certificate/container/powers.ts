/** Names as node:crypto and NIST write them. */
export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'sha512-224' | 'sha512-256';

export type CipherName = 'des-ede3-cbc' | 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc';

/** What reading a file with a password takes: core has no cryptography. All may run off the thread. */
export interface ContainerPowers {
  readonly hash: (name: HashName, bytes: Uint8Array) => Uint8Array;
  readonly hmac: (name: HashName, key: Uint8Array, bytes: Uint8Array) => Uint8Array;
  readonly pbkdf2: (
    name: HashName,
    password: Uint8Array,
    salt: Uint8Array,
    rounds: number,
    length: number,
  ) => Promise<Uint8Array>;
  /** Decrypts and takes the padding off; undefined when the padding is wrong, as it is after a wrong password. */
  readonly decrypt: (cipher: CipherName, key: Uint8Array, iv: Uint8Array, bytes: Uint8Array) => Uint8Array | undefined;
  /** SubjectPublicKeyInfo of an unencrypted private key (PKCS#8, PKCS#1 or SEC 1 DER); undefined when it cannot be read. */
  readonly publicKeyOf: (der: Uint8Array, form: 'pkcs8' | 'pkcs1' | 'sec1') => Uint8Array | undefined;
  /** Lets others have a turn: asked between rounds of long work. */
  readonly pause: () => Promise<void>;
}
