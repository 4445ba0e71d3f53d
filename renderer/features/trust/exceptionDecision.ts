import { endOf, endProblem, endWords, type ExceptionUntil } from './exceptionUntil.ts';
import type { InputOf } from '#core/contract.ts';
import { formatDay } from '#core/certificate/validity.ts';
import { formatPlural } from '#core/format.ts';
import { acceptable } from '#core/trust/exception.ts';
import { blocks, type Finding, type FindingKind } from '#core/trust/verdict.ts';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';

/** Problems of one kind: an exception accepts the kind, so they are accepted together or not at all. */
export interface KindOfProblem {
  readonly kind: FindingKind;
  /** As in the refusal; empty where there was none. */
  readonly numbers: readonly number[];
  readonly findings: readonly Finding[];
  /** False for what no exception can accept. */
  readonly isAcceptable: boolean;
}

/** Everything that stops the request, by kind, in the order of its numbers. */
export function problemsByKind(findings: readonly NumberedFinding[]): readonly KindOfProblem[] {
  const kinds = new Map<FindingKind, KindOfProblem>();
  for (const { finding, number } of findings.filter((numbered) => blocks(numbered.finding))) {
    const known = kinds.get(finding.kind);
    kinds.set(finding.kind, {
      kind: finding.kind,
      numbers: [...(known?.numbers ?? []), ...(number === undefined ? [] : [number])],
      findings: [...(known?.findings ?? []), finding],
      isAcceptable: acceptable(finding.kind),
    });
  }
  return [...kinds.values()];
}

/** What is filled in to accept known problems of one certificate of one server. */
export interface ExceptionDecision {
  readonly host: string;
  readonly port: number;
  readonly accepted: ReadonlySet<FindingKind>;
  readonly until: ExceptionUntil;
  readonly note: string;
}

/** What stands against the decision; undefined when it may be made. */
export function exceptionProblem(
  problems: readonly KindOfProblem[],
  { accepted, until }: ExceptionDecision,
  now: number,
): string | undefined {
  if (problems.length === 0) return 'There is nothing to accept.';
  if (problems.some(({ isAcceptable }) => !isAcceptable)) return 'No exception can help here: see the problems above.';
  if (!problems.some(({ kind }) => accepted.has(kind))) return 'Tick at least one problem.';
  return endProblem(until, now);
}

/** How many of the problems are accepted, counted as the refusal counts them. */
export function acceptedCount(problems: readonly KindOfProblem[], accepted: ReadonlySet<FindingKind>): number {
  return problems.reduce((sum, { kind, findings }) => sum + (accepted.has(kind) ? findings.length : 0), 0);
}

/** 'Accept 3 problems until Friday': what the button does, with number and end. */
export function exceptionButton(problems: readonly KindOfProblem[], decision: ExceptionDecision, now: number): string {
  if (problems.length === 0 || problems.some(({ isAcceptable }) => !isAcceptable)) return 'Accept';
  const count = acceptedCount(problems, decision.accepted);
  const end = endOf(decision.until);
  return `Accept ${formatPlural(count, 'problem')}${end === undefined ? '' : ` ${endWords(end, now)}`}`;
}

/** The problems that would still stop it: their numbers. */
export function unacceptedNumbers(
  problems: readonly KindOfProblem[],
  accepted: ReadonlySet<FindingKind>,
): readonly number[] {
  return problems.flatMap(({ kind, numbers }) => (accepted.has(kind) ? [] : numbers));
}

/** What `trust.except` takes for it; undefined while its end is no moment. */
export function exceptionInput(
  pem: string,
  problems: readonly KindOfProblem[],
  { host, port, accepted, until, note }: ExceptionDecision,
): InputOf<'trust.except'> | undefined {
  const end = endOf(until);
  if (end === undefined) return undefined;
  const kinds = problems.map(({ kind }) => kind).filter((kind) => accepted.has(kind));
  return { host, port, pem, accepted: kinds, end, ...(note.trim() === '' ? {} : { note: note.trim() }) };
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'] as const;

/**
 * When an exception does not help any more, each as the end of "It stops again at once when …".
 *
 * @param notAfter of the server's certificate, ms UTC
 */
export function stopsAgain(
  problems: readonly KindOfProblem[],
  { accepted, until }: Pick<ExceptionDecision, 'accepted' | 'until'>,
  notAfter: number,
): readonly string[] {
  const end = endOf(until);
  const endsBefore = end?.kind === 'date' && end.at < notAfter;
  const knowsExpiry = accepted.has('expired') || endsBefore || end?.kind === 'once';
  // Only an accepted kind is known: another problem of the same kind is covered, so the next one is of a new kind.
  const count = problems.filter(({ kind }) => accepted.has(kind)).length;
  const next = ORDINALS[count];
  const another = next === undefined || count === 0 ? 'another' : `a ${next}`;
  const example = knowsExpiry ? '' : `, for example when this one expires on ${formatDay(notAfter)}`;
  return [
    'the server shows any other certificate, even a renewed one',
    `${another} kind of problem appears${example}`,
    ...(end?.kind === 'once' ? ['its one connection is closed'] : []),
  ];
}
