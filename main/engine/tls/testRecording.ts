import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { Handshake, type HandshakeFacts } from '#core/tls/handshake.ts';
import { Transcript } from '#core/tls/transcript.ts';
import { createRecordKeys } from './decrypt.ts';
import { handshakePowers } from './report.ts';
import { createTap, type TapChunk } from './tap.ts';

/** A connection of the past: what passed, and the lines of its key log. Can be read any number of times. */
export interface Recording {
  readonly chunks: readonly TapChunk[];
  readonly secrets: readonly Uint8Array[];
  /** How it ended, when not by our own hand. */
  readonly error?: NodeJS.ErrnoException;
}

/** Connects to a server on this machine, waits for `until`, and gives what was recorded. */
export async function recordHandshake(
  port: number,
  options: ConnectionOptions,
  until: 'secureConnect' | 'session' | 'data' = 'secureConnect',
  onSession: (session: Buffer) => void = () => undefined,
): Promise<Recording> {
  const tcp = connectTcp(port, options.host ?? '127.0.0.1');
  await once(tcp, 'connect');
  const tap = createTap(tcp, { clock: () => performance.now() });
  const socket = connect({ socket: tap.stream, servername: 'localhost', rejectUnauthorized: true, ...options });
  const secrets: Uint8Array[] = [];
  socket.on('keylog', (line: Uint8Array) => secrets.push(line));
  socket.on('session', onSession);
  tap.serve(socket);
  const error = await new Promise<NodeJS.ErrnoException | undefined>((over) => {
    socket.once(until, () => over(undefined));
    socket.once('error', over);
    socket.once('close', () => over(undefined));
  });
  // Copies: a chunk may be a view of a buffer that is used again.
  const chunks = tap.takeChunks().map((chunk) => ({ ...chunk, bytes: new Uint8Array(chunk.bytes) }));
  socket.destroy();
  return { chunks, secrets, ...(error && { error }) };
}

/**
 * Reads a recording as the engine does, all at once.
 *
 * @param forVerdict gets what is told when only a verdict is wanted, before the report is asked for
 */
export function readRecording(
  { chunks, secrets }: Pick<Recording, 'chunks' | 'secrets'>,
  forVerdict?: (facts: HandshakeFacts) => void,
): HandshakeFacts {
  const keys = createRecordKeys();
  for (const line of secrets) keys.add(line);
  const transcript = new Transcript(keys);
  const handshake = new Handshake(handshakePowers);
  for (const { from, bytes, atMs } of chunks) transcript.push(from, bytes, atMs);
  handshake.add(transcript.takeItems());
  forVerdict?.(handshake.facts(transcript.faults(), 'verdict'));
  return handshake.facts(transcript.faults());
}
