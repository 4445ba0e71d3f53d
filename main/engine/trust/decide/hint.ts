import { shortName } from '#core/certificate/name.ts';
import type { InputOf } from '#core/contract.ts';
import { fail } from '#core/result.ts';
import { refusalOf } from '#main/engine/trust/candidate.ts';
import type { Ledger, Step } from '#main/engine/trust/ledger.ts';
import type { FoundCertificate } from '#main/engine/trust/read.ts';
import { hintTable } from '#main/engine/trust/rows.ts';
import type { StoredHint } from '#main/engine/trust/stored.ts';
import { readGiven, type GivenCertificate } from './anchor.ts';
import { decided, unknown, type Decided } from './decided.ts';

export type NewHint = Omit<InputOf<'trust.addHints'>['hints'][number], 'pem'> & GivenCertificate;

/** All, or the first reason why one cannot be. One that is there already stays as it is. */
export function addHints(ledger: Ledger, hints: readonly NewHint[]): Decided {
  const made: { readonly hint: StoredHint; readonly found: FoundCertificate }[] = [];
  const fresh = new Set<string>();
  for (const [index, given] of hints.entries()) {
    const read = readGiven(given, index);
    if (!read.ok) return read;
    const { sha256, certificate } = read.value;
    const subject = shortName(certificate.subject);
    const what = refusalOf(certificate);
    if (what !== undefined) return fail({ kind: 'not-a-ca', what, subject, message: `${subject} is ${what}.` });
    if (ledger.hints.has(sha256) || fresh.has(sha256)) continue;
    fresh.add(sha256);
    const hint: StoredHint = {
      sha256,
      label: given.label?.trim() || subject,
      ...(given.note ? { note: given.note } : {}),
      origin: given.origin,
      addedAt: ledger.ground.now,
    };
    made.push({ hint, found: read.value });
  }
  // As anchors: the newest is listed first, and a bundle keeps its order.
  for (const { hint, found } of made.reverse()) {
    ledger.meet(found);
    put(ledger, 'add-hint', hint, (file) => {
      file.keep(found);
      file.insert(hintTable, hint);
    });
  }
  return decided;
}

export function removeHint(ledger: Ledger, sha256: string): Decided {
  const hint = ledger.hints.get(sha256);
  if (hint === undefined) return unknown(sha256);
  const { now } = ledger.ground;
  put(ledger, 'remove-hint', hint, (file) => file.setRemoved(hintTable, sha256, now));
  return decided;
}

export function restoreHint(ledger: Ledger, sha256: string): Decided {
  const there = ledger.hints.get(sha256);
  if (there !== undefined)
    return fail({ kind: 'already-there', label: there.label, message: `${sha256} was not removed.` });
  const removed = ledger.ground.file.readRemoved(hintTable, sha256);
  if (removed === undefined) return unknown(sha256);
  put(ledger, 'restore-hint', removed, (file) => file.setRemoved(hintTable, sha256, undefined));
  return decided;
}

/**
 * A hint trusts nobody, but a chain that it completes is believed where it was not: that is wider. One that is refused
 * completes nothing.
 */
function put(
  ledger: Ledger,
  action: 'add-hint' | 'remove-hint' | 'restore-hint',
  hint: StoredHint,
  apply: Step['apply'],
): void {
  const { sha256, label, note, origin } = hint;
  const values = { label, ...(note === undefined ? {} : { note }), origin };
  const isGone = action === 'remove-hint';
  const way = isGone ? 'narrower' : 'wider';
  ledger.record(
    {
      action,
      direction: ledger.refusalOf(sha256) === undefined ? way : 'neutral',
      subject: sha256,
      label,
      ...(isGone ? { before: values } : { after: values }),
    },
    apply,
  );
  if (isGone) ledger.hints.delete(sha256);
  else ledger.hints.set(sha256, hint);
}
