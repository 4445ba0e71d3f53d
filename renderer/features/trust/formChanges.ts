import { DEFAULT_DAYS, dateIn, dateText, untilOf, type Until } from './untilDate.ts';
import type { InputOf } from '#core/contract.ts';
import type { Anchor } from '#core/trust/anchor.ts';

/** The fields of an anchor while they are being edited. */
export interface AnchorFormValues {
  readonly label: string;
  readonly scope: readonly string[];
  readonly until: Until;
  readonly note: string;
}

/** What the form starts with. Without an end, the date that would be taken is prepared. */
export function formOf(anchor: Anchor, now: number): AnchorFormValues {
  const until: Until =
    anchor.trustedUntil === undefined
      ? { kind: 'never', date: dateIn(DEFAULT_DAYS, now) }
      : { kind: 'date', date: dateText(anchor.trustedUntil) };
  return { label: anchor.label, scope: anchor.scope, until, note: anchor.note ?? '' };
}

/** Only what differs from what is stored; undefined when nothing does. `null` takes an end away. */
export function anchorChanges(
  anchor: Anchor,
  form: AnchorFormValues,
): Omit<InputOf<'trust.update'>, 'sha256'> | undefined {
  const label = form.label.trim();
  const note = form.note.trim();
  const changes = {
    ...(label === anchor.label ? {} : { label }),
    ...(form.scope.join('\n') === anchor.scope.join('\n') ? {} : { scope: [...form.scope] }),
    ...(sameEnd(anchor.trustedUntil, form.until) ? {} : { trustedUntil: untilOf(form.until) ?? null }),
    ...(note === (anchor.note ?? '') ? {} : { note }),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}

/** By the day: an end that was set to the minute elsewhere is not moved by opening the form. */
function sameEnd(stored: number | undefined, until: Until): boolean {
  if (stored === undefined || until.kind === 'never') return stored === undefined && until.kind === 'never';
  return dateText(stored) === until.date;
}
