import { hash } from 'node:crypto';
import { reportCertificate } from '#core/report/certificate.ts';
import { certificateJson } from '#core/report/certificateJson.ts';
import { readSource, type FoundCertificate } from '#main/engine/trust/read.ts';
import { complain, print, type Command } from './command.ts';
import type { Given } from './flags.ts';
import { exitCodes, type CliPowers } from './powers.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';

export const certCommand: Command = {
  flags: [{ name: 'json', help: 'print a JSON array' }],
  run,
};

async function run(given: Given, powers: CliPowers): Promise<number> {
  const [path, ...more] = given.positionals;
  if (path === undefined || more.length > 0) {
    await complain(powers, 'cert takes one file: wireglass cert chain.pem');
    return exitCodes.usage;
  }
  const read = await readSource(
    path === '-' ? { kind: 'bytes', name: '-', bytes: await powers.readStdin() } : { kind: 'path', path },
  );
  if (!read.ok) {
    await complain(powers, `${path}: ${explainTrustFailure(read.error)}`);
    return exitCodes.usage;
  }
  if (given.has('json'))
    await powers.stdout.write(
      `${JSON.stringify(
        read.value.map(({ certificate, sha256 }) =>
          certificateJson(certificate, { sha256, spkiSha256: hash('sha256', certificate.publicKey.spki) }),
        ),
        null,
        2,
      )}\n`,
    );
  else await printAll(read.value, powers);
  return exitCodes.ok;
}

async function printAll(all: readonly FoundCertificate[], { stdout, now }: CliPowers): Promise<void> {
  for (const [at, { certificate, sha256 }] of all.entries()) {
    const spkiSha256 = hash('sha256', certificate.publicKey.spki);
    const lines = reportCertificate({ certificate, sha256, spkiSha256, now: now(), width: stdout.width });
    await print(stdout, at === 0 ? lines : [[], ['─'.repeat(stdout.width)], [], ...lines]);
  }
}
