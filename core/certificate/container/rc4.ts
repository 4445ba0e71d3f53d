/**
 * Decrypts RC4, which old PKCS#12 files name (RFC 7292 appendix C). A stream has no padding: a wrong key shows only in what
 * comes out. Ours for the same reason as RC2: OpenSSL 3 has put it away.
 */
export function decryptRc4(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number): void => {
    const kept = state[a] ?? 0;
    state[a] = state[b] ?? 0;
    state[b] = kept;
  };
  for (let index = 0, mixed = 0; index < 256; index++) {
    mixed = (mixed + (state[index] ?? 0) + (key[index % key.length] ?? 0)) & 0xff;
    swap(index, mixed);
  }
  let index = 0;
  let mixed = 0;
  return bytes.map((byte) => {
    index = (index + 1) & 0xff;
    mixed = (mixed + (state[index] ?? 0)) & 0xff;
    swap(index, mixed);
    return byte ^ (state[((state[index] ?? 0) + (state[mixed] ?? 0)) & 0xff] ?? 0);
  });
}
