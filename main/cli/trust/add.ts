import { shortName } from '#core/certificate/name.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { print } from '#main/cli/command.ts';
import { exitCodes } from '#main/cli/powers.ts';
import { refusalOf } from '#main/engine/trust/candidate.ts';
import { readSource, type FoundCertificate } from '#main/engine/trust/read.ts';
import type { TrustOrder } from '#main/engine/trust/decisions.ts';
import { misuse, refuse, type TaskInput, type TrustTask } from './task.ts';
import { parseUntil } from './until.ts';

interface Found {
  readonly path: string;
  readonly found: FoundCertificate;
}

/** Trusts the authorities of files for the hosts that were named, or keeps intermediates; all of them or none. */
export const addTrust: TrustTask = async (input) => {
  const { given, operands, powers, store, state } = input;
  const wrong = mistakeIn(input);
  if (wrong !== undefined) return misuse(powers, wrong);
  const until = parseUntil(given.one('until'), powers.now());
  if (until === 'wrong') return misuse(powers, '--until takes a date that is to come, 2027-06-30, or days: 30d.');
  const all: Found[] = [];
  for (const path of operands) {
    const read = await readSource({ kind: 'path', path });
    if (!read.ok) return misuse(powers, `${path}: ${explainTrustFailure(read.error)}`);
    all.push(...read.value.map((found) => ({ path, found })));
  }
  const known = new Set(
    given.has('hint')
      ? state.hints.map(({ sha256 }) => sha256)
      : state.anchors.flatMap(({ source, sha256 }) => (source === 'custom' ? [sha256] : [])),
  );
  const authorities = all.filter(({ found }) => refusalOf(found.certificate) === undefined);
  const fresh = [...new Map(authorities.map((one) => [one.found.sha256, one])).values()].filter(
    ({ found }) => !known.has(found.sha256),
  );
  const passed = all.length - authorities.length;
  if (authorities.length === 0) {
    return misuse(
      powers,
      'There is no authority in it. A server’s own certificate is no authority: make an exception in the app.',
    );
  }
  if (given.has('label') && fresh.length > 1) return misuse(powers, '--label is for one authority; there are several.');
  const applied = fresh.length === 0 ? undefined : store.apply([orderOf(fresh, input, until)]);
  if (applied?.ok === false) return refuse(powers, applied.error);
  const word = given.has('hint') ? 'Kept' : 'Trusted';
  const scope = given.has('hint')
    ? 'to complete chains'
    : given.has('everywhere')
      ? 'for every host'
      : `for ${given.all('host').join(', ')}`;
  await print(powers.stdout, [
    ...fresh.map(({ found }) => [`${word} ${shortName(found.certificate.subject)} ${scope}: ${found.sha256}`]),
    ...(fresh.length < authorities.length
      ? [[`${authorities.length - fresh.length} were there already and stay as they are.`]]
      : []),
    ...(passed > 0 ? [[`${passed} certificates are no authorities and were passed over.`]] : []),
  ]);
  return exitCodes.ok;
};

function mistakeIn({ given, operands }: TaskInput): string | undefined {
  if (operands.length === 0) return 'trust add takes files: trust add corp.pem --host .corp';
  const ways = [given.has('hint'), given.has('everywhere'), given.all('host').length > 0].filter(Boolean).length;
  if (ways === 0) return 'Say for which hosts: --host PATTERN, or --everywhere. Narrow is better.';
  return ways > 1 ? 'Give one of --host, --everywhere and --hint.' : undefined;
}

function orderOf(fresh: readonly Found[], { given }: TaskInput, until: number | undefined): TrustOrder {
  const note = given.one('note');
  const label = given.one('label');
  const shared = fresh.map(({ path, found }) => ({
    found,
    origin: { kind: 'file' as const, name: path },
    ...(label !== undefined && { label }),
    ...(note !== undefined && { note }),
  }));
  if (given.has('hint')) return { do: 'add-hints', hints: shared };
  const scope = [...given.all('host')];
  return {
    do: 'add',
    anchors: shared.map((one) => ({ ...one, scope, ...(until !== undefined && { trustedUntil: until }) })),
  };
}
