import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { basename } from 'node:path';
import type { Address } from '#core/http/address.ts';
import { ok, type Result } from '#core/result.ts';
import { fittingIdentities, misfitOf, type ChoosableIdentity } from '#core/trust/chooseIdentity.ts';
import { explainIdentityFailure } from '#core/trust/explainIdentityFailure.ts';
import { explainIdentityNote } from '#core/trust/explainIdentityNote.ts';
import type { IdentityFailure } from '#core/trust/identity.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { candidateOf } from '#main/engine/identity/candidate.ts';
import { materialOf, type IdentitySource } from '#main/engine/identity/identities.ts';
import { readIdentity, type FoundIdentity } from '#main/engine/identity/readIdentity.ts';
import { complain } from './command.ts';
import { usage, type Flag, type Given, type UsageFailure } from './flags.ts';
import type { CliPowers } from './powers.ts';

/** Who the user is in this run. A password stands in no flag: everybody on the machine can read those. */
export const identityFlags: readonly Flag[] = [
  {
    name: 'identity',
    value: 'FILE',
    help: 'client certificate (PKCS#12, PEM, JKS), shown to this server alone, when it was approved and asks',
  },
  { name: 'key', value: 'FILE', help: 'its private key, when that lies in a file of its own' },
  { name: 'identity-password-env', value: 'NAME', help: 'the environment variable with its password' },
  { name: 'identity-password-fd', value: 'N', help: 'the open file with its password; without either a terminal asks' },
];

/** What the flags name, read and checked; undefined when there is none. @param host and port to which alone it may be shown */
export async function identityOf(
  given: Given,
  { scheme, host, port }: Pick<Address, 'scheme' | 'host' | 'port'>,
  powers: CliPowers,
): Promise<Result<IdentitySource | undefined, UsageFailure>> {
  const path = given.one('identity');
  const wrong = misuse(given, path);
  if (wrong !== undefined) return usage(wrong);
  if (path === undefined) return ok(undefined);
  if (scheme !== 'https') return usage('--identity is for https: plain HTTP asks for no certificate.');
  const password = await passwordOf(given, powers);
  if (!password.ok) return password;
  const found = await readAsking([path, ...given.all('key')], password.value, powers);
  if (!found.ok) return usage(`--identity ${path}: ${inWords(found.error)}`);
  for (const note of candidateOf(found.value, '', () => undefined, powers.now()).notes)
    // Roots are mostly left out of the file, and rightly: whether one is missing the server says.
    if (note.kind !== 'chain-incomplete') await complain(powers, `${basename(path)}: ${explainIdentityNote(note)}`);
  return ok(sourceOf(found.value, patternFor(host, port), powers.now));
}

function misuse(given: Given, path: string | undefined): string | undefined {
  if (given.all('identity').length > 1) return 'Take one --identity: only one can be shown to a server.';
  const [flag] = ['key', 'identity-password-env', 'identity-password-fd'].filter((name) => given.has(name));
  if (path === undefined && flag !== undefined) return `--${flag} belongs to --identity FILE.`;
  return given.has('identity-password-env') && given.has('identity-password-fd')
    ? 'Take one of --identity-password-env and --identity-password-fd.'
    : undefined;
}

async function passwordOf(given: Given, powers: CliPowers): Promise<Result<string | undefined, UsageFailure>> {
  const name = given.one('identity-password-env');
  if (name !== undefined) {
    const value = powers.env(name);
    return value === undefined ? usage(`--identity-password-env: there is no variable ${name}.`) : ok(value);
  }
  const fd = given.one('identity-password-fd');
  if (fd === undefined) return ok(undefined);
  if (!/^\d{1,4}$/.test(fd)) return usage(`--identity-password-fd ${fd} is no number of an open file.`);
  try {
    return ok(firstLine((await buffer(createReadStream('', { fd: Number(fd), end: MAX_PASSWORD_BYTES }))).toString()));
  } catch (error) {
    return usage(
      `--identity-password-fd ${fd} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
    );
  }
}

/** More than any password; a file given by mistake is not read whole. */
const MAX_PASSWORD_BYTES = 4096;

/** Without its line end, which editors and `echo` put there. */
function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** Asks for the password, once, where there is somebody to ask and the file needs one. */
async function readAsking(
  paths: readonly string[],
  password: string | undefined,
  powers: CliPowers,
): Promise<Result<FoundIdentity, IdentityFailure>> {
  const sources = paths.map((path) => ({ kind: 'path' as const, path }));
  const read = await readIdentity({ sources, ...(password !== undefined && { password }) });
  const isLocked = !read.ok && read.error.kind === 'wrong-password' && !read.error.tried;
  if (!isLocked || powers.askSecret === undefined) return read;
  const asked = await powers.askSecret(`Password of ${read.error.name}: `);
  return asked === undefined ? read : readIdentity({ sources, password: asked });
}

function inWords(failure: IdentityFailure): string {
  const isLocked = failure.kind === 'wrong-password' && !failure.tried;
  return `${explainIdentityFailure(failure)}${isLocked ? ' Give it with --identity-password-env NAME.' : ''}`;
}

function sourceOf({ chain, key, origin }: FoundIdentity, pattern: string, now: () => number): IdentitySource {
  const identity: ChoosableIdentity = {
    id: 'of-this-run',
    enabled: true,
    hosts: [pattern],
    addedAt: 0,
    chain: chain.map(({ certificate }) => certificate),
  };
  const stored = { id: identity.id, label: origin, chain: chain.map(({ der }) => der) };
  return {
    choose: (ask) =>
      Promise.resolve(fittingIdentities([identity], ask, now()).length > 0 ? materialOf(stored, key) : undefined),
    whyNone: (ask) => {
      const why = misfitOf(identity, ask);
      return why === undefined ? undefined : { label: origin, why };
    },
  };
}
