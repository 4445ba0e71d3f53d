import { createHash } from 'node:crypto';
import { brotliDecompressSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Inflate } from '#core/tls/decode.ts';
import { Handshake, type HandshakeFacts, type HandshakePowers } from '#core/tls/handshake.ts';
import { detectSpoken } from '#core/tls/spoken.ts';
import { Transcript } from '#core/tls/transcript.ts';
import type { Tap } from './tap.ts';

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
export function readHandshake(tap: Tap): HandshakeFacts {
  const reading = readings.get(tap) ?? begin(tap);
  const { transcript, handshake } = reading;
  for (const { from, bytes, atMs } of tap.takeChunks()) transcript.push(from, bytes, atMs);
  handshake.add(transcript.takeItems());
  if (transcript.done) tap.stopRecording();
  if (!tap.recording) tap.keys.drop();
  const faults = transcript.faults();
  const facts = handshake.facts(tap.overflowed && !transcript.settled ? [...faults, 'the recording was full'] : faults);
  const spoken = detectSpoken(tap.firstServerBytes);
  return spoken === undefined ? facts : { ...facts, spoken };
}

function begin(tap: Tap): Reading {
  const reading = { transcript: new Transcript(tap.keys), handshake: new Handshake(powers) };
  readings.set(tap, reading);
  return reading;
}

const inflaters = { zlib: inflateSync, brotli: brotliDecompressSync, zstd: zstdDecompressSync };

const inflate: Inflate = (algorithm, bytes, length) => {
  try {
    return inflaters[algorithm](bytes, { maxOutputLength: Math.max(1, length) });
  } catch {
    return undefined;
  }
};

const powers: HandshakePowers = {
  hash: (algorithm, data) => createHash(algorithm).update(data).digest('hex'),
  inflate,
};
