/** RFC 2268 §2: a fixed permutation made from the digits of pi. */
const PITABLE: Uint8Array = Uint8Array.from(
  [
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  ]
    .join('')
    .match(/../g) ?? [],
  (digits) => parseInt(digits, 16),
);

/** Words rotate by these in a mixing round. */
const ROTATIONS = [1, 2, 3, 5] as const;

/**
 * Decrypts RC2 in CBC mode (RFC 2268) and takes the padding of PKCS#7 off; undefined when the padding is wrong.
 *
 * Ours because OpenSSL 3 and so Node no longer have it, while every PKCS#12 that Windows, old Java and old OpenSSL wrote hides
 * its certificates with 40 bits of it. Nothing is ever encrypted with it here.
 *
 * @param effectiveBits 40 or 128: what the key counts for, whatever its length
 */
export function decryptRc2(
  key: Uint8Array,
  effectiveBits: number,
  iv: Uint8Array,
  bytes: Uint8Array,
): Uint8Array | undefined {
  if (bytes.length === 0 || bytes.length % 8 !== 0 || iv.length !== 8) return undefined;
  const schedule = expandKey(key, effectiveBits);
  const plain = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 8) {
    const block = decryptBlock(schedule, bytes, at);
    for (let byte = 0; byte < 8; byte++) {
      const before = at === 0 ? iv[byte] : bytes[at - 8 + byte];
      plain[at + byte] = (block[byte] ?? 0) ^ (before ?? 0);
    }
  }
  return withoutPadding(plain, 8);
}

/** Takes PKCS#7 padding off (RFC 5652 §6.3); undefined when it is none. */
export function withoutPadding(plain: Uint8Array, block: number): Uint8Array | undefined {
  const count = plain.at(-1) ?? 0;
  if (count === 0 || count > block || count > plain.length) return undefined;
  const padding = plain.subarray(plain.length - count);
  return padding.every((byte) => byte === count) ? plain.subarray(0, plain.length - count) : undefined;
}

/** RFC 2268 §2: 64 words of 16 bits. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const table = new Uint8Array(128);
  table.set(key.subarray(0, 128));
  const pi = (index: number) => PITABLE[index & 0xff] ?? 0;
  const at = (index: number) => table[index] ?? 0;
  for (let index = key.length; index < 128; index++) table[index] = pi(at(index - 1) + at(index - key.length));
  const effectiveBytes = (effectiveBits + 7) >> 3;
  const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
  table[128 - effectiveBytes] = pi(at(128 - effectiveBytes) & mask);
  for (let index = 127 - effectiveBytes; index >= 0; index--)
    table[index] = pi(at(index + 1) ^ at(index + effectiveBytes));
  return Uint16Array.from({ length: 64 }, (_, index) => at(2 * index) | (at(2 * index + 1) << 8));
}

/** RFC 2268 §4: five reversed mixing rounds, mash, six, mash, five. */
function decryptBlock(schedule: Uint16Array, bytes: Uint8Array, at: number): Uint8Array {
  const words = Uint16Array.from(
    { length: 4 },
    (_, index) => (bytes[at + 2 * index] ?? 0) | ((bytes[at + 2 * index + 1] ?? 0) << 8),
  );
  const word = (index: number) => words[index & 3] ?? 0;
  let next = 63;
  for (let round = 15; round >= 0; round--) {
    for (let index = 3; index >= 0; index--) {
      const rotation = ROTATIONS[index] ?? 0;
      const turned = (word(index) >>> rotation) | (word(index) << (16 - rotation));
      const chosen = (word(index - 1) & word(index - 2)) + (~word(index - 1) & word(index - 3));
      words[index] = turned - (schedule[next] ?? 0) - chosen;
      next -= 1;
    }
    if (round !== 11 && round !== 5) continue;
    for (let index = 3; index >= 0; index--) words[index] = word(index) - (schedule[word(index - 1) & 63] ?? 0);
  }
  return Uint8Array.from({ length: 8 }, (_, byte) => (word(byte >> 1) >> (8 * (byte & 1))) & 0xff);
}
