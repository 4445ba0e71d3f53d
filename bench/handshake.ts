import { readRecording, recordHandshake } from '#main/engine/tls/testRecording.ts';
import { median, type Measure } from './measure.ts';
import type { Listening } from './server.ts';

const RUNS = 500;

/**
 * A recorded TLS 1.3 handshake with its two tickets, from bytes to facts: records cut, decrypted and decoded, fingerprints made, the
 * server's signature checked, every message kept as text. No peer: no other library we know of decodes a whole handshake, encrypted
 * messages included.
 */
export async function measureHandshake({ port, ca }: Listening): Promise<readonly Measure[]> {
  // The server waits for a request, which never comes: its tickets follow the handshake at once.
  const recording = await recordHandshake(port, { ca, host: 'localhost' }, 'session');
  const facts = readRecording(recording);
  if (facts.serverSignature !== 'good' || facts.undecoded !== undefined) throw new Error('The recording is not whole.');
  for (let run = 0; run < RUNS / 5; run++) readRecording(recording);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    readRecording(recording);
    times.push(performance.now() - begun);
  }
  return [
    {
      id: 'handshake',
      title: 'Decode a TLS 1.3 handshake, signature checked',
      value: median(times),
      unit: 'ms',
      bound: { atMost: 1 },
    },
  ];
}
