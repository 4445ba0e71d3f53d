import { toPem } from '#core/certificate/pem.ts';
import { ok, type Result } from '#core/result.ts';
import type { Authority } from '#main/engine/trust/authority.ts';
import { readSource } from '#main/engine/trust/read.ts';
import { usage, type Flag, type Given, type UsageFailure } from './flags.ts';
import type { RunTrust } from './runTrust.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';

/** Who is trusted in this run. */
export const trustFlags: readonly Flag[] = [
  { name: 'ca', value: 'FILE', help: 'trust the certificates of a PEM or DER file too, for this run; repeatable' },
  { name: 'no-system', help: 'do not trust the operating system’s authorities' },
  { name: 'no-bundled', help: 'do not trust the bundled Mozilla authorities' },
  {
    name: 'profile',
    value: 'DIR',
    help: 'use this profile’s trust and add to its history; without it nothing is kept',
  },
];

/** Reads the files of --ca. A file without certificates is a mistake on the command line: sending anyway would mislead. */
export async function runTrustOf(given: Given): Promise<Result<RunTrust, UsageFailure>> {
  const authorities: Authority[] = [];
  for (const path of given.all('ca')) {
    const read = await readSource({ kind: 'path', path });
    if (!read.ok) return usage(`--ca ${path}: ${explainTrustFailure(read.error)}`);
    for (const { sha256, der, certificate } of read.value) authorities.push({ sha256, pem: toPem(der), certificate });
  }
  return ok({ authorities, system: !given.has('no-system'), bundled: !given.has('no-bundled') });
}
