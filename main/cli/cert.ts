import { hash } from 'node:crypto';
import { extensionOf } from '#core/certificate/certificate.ts';
import { signatureText } from '#core/certificate/algorithm.ts';
import { describeCertificate } from '#core/certificate/describe.ts';
import { formatName } from '#core/certificate/name.ts';
import { nameText } from '#core/certificate/nameText.ts';
import { toPem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { reportCertificate } from '#core/report/certificate.ts';
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
        read.value.map((found) => toJson(found)),
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

/** Field names are fixed: scripts rely on them. Times are ms UTC. */
function toJson({ certificate, sha256, der }: FoundCertificate): object {
  return {
    sha256,
    spkiSha256: hash('sha256', certificate.publicKey.spki),
    subject: formatName(certificate.subject),
    issuer: formatName(certificate.issuer),
    serial: certificate.serial,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    key: keyText(certificate.publicKey),
    signature: signatureText(certificate.signatureAlgorithm),
    names: (extensionOf(certificate, 'subjectAltName')?.names ?? []).map(nameText),
    ca: extensionOf(certificate, 'basicConstraints')?.ca ?? false,
    sections: describeCertificate(certificate),
    pem: toPem(der),
  };
}
