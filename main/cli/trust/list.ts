import { columns, heading, toned, type Line, type Span } from '#core/report/line.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { exceptionState } from '#core/trust/exception.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { print } from '#main/cli/command.ts';
import { exitCodes } from '#main/cli/powers.ts';
import { misuse, type TrustTask } from './task.ts';

/** Everything a person decided; with --all the lists of the system and of Mozilla too. */
export const listTrust: TrustTask = async ({ given, operands, powers, state }) => {
  if (operands.length > 0) return misuse(powers, 'trust list takes no words. Filter its lines with grep, or --json.');
  const shown = given.has('all')
    ? state
    : { ...state, anchors: state.anchors.filter(({ source }) => source === 'custom') };
  if (given.has('json')) await powers.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  else await print(powers.stdout, linesOf(shown, state, powers.now()));
  return exitCodes.ok;
};

function linesOf(shown: TrustState, all: TrustState, now: number): readonly Line[] {
  const count = (source: 'system' | 'bundled'): string => {
    const listed = all.anchors.filter((anchor) => anchor.source === source);
    const on = listed.filter(({ enabled }) => enabled).length;
    return all.sources[source] ? `${source} ${on} of ${listed.length}` : `${source} off`;
  };
  const sections: readonly (readonly [title: string, rows: readonly (readonly Span[])[]])[] = [
    ['Authorities', shown.anchors.map((anchor) => anchorRow(anchor, now))],
    ['Kept to complete chains', shown.hints.map(({ label, sha256 }) => [label, print8(sha256)])],
    ['Refused', shown.distrusted.map(({ kind, label, sha256 }) => [`${kind} of ${label}`, print8(sha256)])],
    [
      'Exceptions',
      shown.exceptions.map((exception) => [
        patternFor(exception.host, exception.port),
        exception.accepted.join(', '),
        exception.end.kind === 'date' ? `until ${dayOf(exception.end.at)}` : exception.end.kind,
        exceptionState(exception, now),
        print8(exception.leaf),
      ]),
    ],
    [
      'Client certificates',
      shown.identities.map(({ label, hosts, enabled, notAfter }) => [
        label,
        hosts.join(' '),
        enabled ? `ends ${dayOf(notAfter)}` : 'off',
      ]),
    ],
  ];
  const filled = sections.filter(([, rows]) => rows.length > 0);
  const nothing: readonly Line[] = [[], ['Nothing was decided yet: the lists above are trusted as they are.']];
  return [
    [`Trusted lists: ${count('system')}, ${count('bundled')}`],
    ...(filled.length === 0 ? nothing : filled.flatMap(([title, rows]) => [...heading(title), ...columns(rows)])),
  ];
}

function anchorRow(
  { label, source, enabled, scope, trustedUntil, notAfter, sha256 }: Anchor,
  now: number,
): readonly Span[] {
  const isOver = trustedUntil !== undefined && trustedUntil < now;
  const state: Span = !enabled ? toned('dim', 'off') : isOver ? toned('warn', 'over') : toned('good', 'on');
  return [
    state,
    source === 'custom' ? label : `${label} (${source})`,
    scope.length === 0 ? 'everywhere' : scope.join(' '),
    trustedUntil === undefined ? 'no end' : `until ${dayOf(trustedUntil)}`,
    notAfter < now ? toned('bad', `expired ${dayOf(notAfter)}`) : `expires ${dayOf(notAfter)}`,
    print8(sha256),
  ];
}

/** Enough of a fingerprint for `trust remove`. */
function print8(sha256: string): Span {
  return toned('dim', sha256.slice(0, 16));
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
