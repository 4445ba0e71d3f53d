import { open, writeFile } from 'node:fs/promises';
import { createRedactor } from '#core/export/redact.ts';
import type { BodyReader } from '#main/engine/history/harBody.ts';
import { harText } from '#main/engine/history/harText.ts';
import { bodyFile } from '#main/engine/history/body.ts';
import { certificateBag } from '#main/engine/http/certificateBag.ts';
import type { KeptAs } from './body.ts';
import type { CliPowers } from './powers.ts';

/**
 * Writes one exchange as HAR 1.2 with its TLS and certificates, secrets left out; `-` is standard output.
 *
 * @throws the system's error when the file cannot be written
 */
export async function writeHar(kept: KeptAs, path: string, { stdout, version }: CliPowers): Promise<void> {
  const { sent } = kept;
  const exchanges = [{ exchange: sent.exchange, certificates: certificateBag(sent) }];
  const text = harText({ exchanges, bodies: bodiesOf(kept), redactor: createRedactor('redact'), version });
  // Straight into the file: it may be a pipe or a device, which a rename would replace.
  if (path !== '-') return writeFile(path, text);
  for await (const piece of text) await stdout.write(piece);
}

function bodiesOf({ sent, bodyFolder }: KeptAs): BodyReader {
  return {
    async readBody(ref, start, end) {
      const inline = sent.bodies.find((body) => body.ref === ref)?.inline;
      if (inline) return inline.subarray(start, end);
      const file = await open(bodyFile(bodyFolder, ref));
      try {
        const { buffer, bytesRead } = await file.read(new Uint8Array(end - start), 0, end - start, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}
