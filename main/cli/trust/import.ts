import { columns, toned, type Line, type Span } from '#core/report/line.ts';
import { explainMoveFailure } from '#core/trust/explainMoveFailure.ts';
import type { MoveEntry } from '#core/trust/move.ts';
import { print } from '#main/cli/command.ts';
import { exitCodes } from '#main/cli/powers.ts';
import { planMove } from '#main/engine/trust/moveTrust.ts';
import { readText } from '#main/engine/trust/readText.ts';
import { misuse, refuse, type TrustTask } from './task.ts';

/** Lists what a trust file would change; with --apply it is changed, all of it or nothing. */
export const importTrust: TrustTask = async ({ given, operands, powers, store }) => {
  const [path, ...more] = operands;
  if (path === undefined || more.length > 0)
    return misuse(powers, 'trust import takes one file: trust import trust.json');
  const text = await readText(
    path === '-' ? { kind: 'bytes', name: '-', bytes: await powers.readStdin() } : { kind: 'path', path },
  );
  if (!text.ok) return refuse(powers, text.error);
  const prepared = planMove(store, text.value, powers.now());
  if (!prepared.ok) {
    const { error } = prepared;
    const isFile = error.kind === 'not-a-trust-file' || error.kind === 'newer-trust-file' || error.kind === 'read-gone';
    return isFile ? misuse(powers, `${path}: ${explainMoveFailure(error)}`) : refuse(powers, error);
  }
  const { plan, orders } = prepared.value;
  const changes = plan.entries.filter(({ effect }) => effect !== 'same');
  const applied = given.has('apply') && changes.length > 0;
  if (applied) {
    const stored = store.apply(changes.flatMap(({ key }) => orders.get(key) ?? []));
    if (!stored.ok) return refuse(powers, stored.error);
  }
  if (given.has('json')) await powers.stdout.write(`${JSON.stringify({ ...plan, applied }, undefined, 2)}\n`);
  else await print(powers.stdout, linesOf(plan.entries.length, changes, applied));
  return exitCodes.ok;
};

function linesOf(all: number, changes: readonly MoveEntry[], applied: boolean): readonly Line[] {
  if (changes.length === 0) return [[`Nothing to change: all ${all} entries stand here as in the file.`]];
  const count = `${changes.length} of ${all} entries`;
  return [
    [applied ? `Changed ${count}:` : `Would change ${count}; --apply makes the changes:`],
    ...columns(changes.map(rowOf)),
  ];
}

function rowOf({ kind, label, certificate, effect, direction, before, after }: MoveEntry): readonly Span[] {
  const tone = direction === 'wider' ? 'warn' : 'dim';
  return [
    effect === 'add' ? '+' : '~',
    `${kind} ${label}`,
    toned(tone, direction),
    certificate === undefined ? '' : `${certificate.subject} ${certificate.sha256.slice(0, 16)}…`,
    effect === 'add' ? JSON.stringify(after) : differences(before ?? {}, after),
  ];
}

function differences(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map(
      (name) => `${name}: ${JSON.stringify(before[name]) ?? 'nothing'} → ${JSON.stringify(after[name]) ?? 'nothing'}`,
    )
    .join('; ');
}
