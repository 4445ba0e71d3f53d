import { hash } from 'node:crypto';
import { brotliDecompressSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Inflate } from '#core/tls/decode.ts';
import { Handshake, type Detail, type HandshakeFacts, type HandshakePowers } from '#core/tls/handshake.ts';
import { detectSpoken } from '#core/tls/spoken.ts';
import { Transcript } from '#core/tls/transcript.ts';
import type { Tap } from './tap.ts';
import { verifyHandshake } from './verifyHandshake.ts';

interface Reading {
  readonly transcript: Transcript;
  readonly handshake: Handshake;
}

/** How far each tap was read, so that asking again costs only what came since. */
const readings = new WeakMap<Tap, Reading>();

/**
 * What the handshake did, from the bytes that have passed so far. Never throws.
 *
 * May be asked at any time: for the verdict, after a failure, and once more after the first response, when session tickets
 * and late alerts have come. Bytes and secrets are given up as soon as nothing more can come of them: when the recording was
 * stopped, or when enough application data has passed.
 */
export function readHandshake(tap: Tap, detail: Detail = 'report'): HandshakeFacts {
  const reading = readings.get(tap) ?? begin(tap);
  const { transcript, handshake } = reading;
  for (const { from, bytes, atMs } of tap.takeChunks()) transcript.push(from, bytes, atMs);
  handshake.add(transcript.takeItems());
  if (transcript.done) tap.stopRecording();
  if (!tap.recording) tap.keys.drop();
  const faults = transcript.faults();
  const full = tap.overflowed && !transcript.settled ? ['the recording was full'] : [];
  const facts = handshake.facts([...faults, ...full], detail);
  const spoken = detectSpoken(tap.firstServerBytes);
  return spoken === undefined ? facts : { ...facts, spoken };
}

function begin(tap: Tap): Reading {
  const reading = { transcript: new Transcript(tap.keys), handshake: new Handshake(handshakePowers) };
  readings.set(tap, reading);
  return reading;
}

const inflaters = { zlib: inflateSync, brotli: brotliDecompressSync, zstd: zstdDecompressSync };

/** Undoes certificate compression with what node:zlib has. */
export const inflate: Inflate = (algorithm, bytes, length) => {
  try {
    return inflaters[algorithm](bytes, { maxOutputLength: Math.max(1, length) });
  } catch {
    return undefined;
  }
};

/** What core/tls needs of Node to read a handshake. */
export const handshakePowers: HandshakePowers = {
  hash: (algorithm, data) => hash(algorithm, data, 'hex'),
  inflate,
  base64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  verifyHandshake,
};
