import type { AuditEntry, TrustState } from '#core/trust/anchor.ts';
import { distrustId } from '#core/trust/distrust.ts';
import { showAnchor, showTrustItem } from '#renderer/state/navigation.ts';

/** Goes to what an entry is about; undefined when it is no longer there, or has no place of its own. */
export function auditLink({ subject }: AuditEntry, state: TrustState): (() => void) | undefined {
  if (state.anchors.some(({ sha256 }) => sha256 === subject))
    return () => {
      showAnchor(subject);
    };
  const tab = tabOf(subject, state);
  if (tab === undefined) return undefined;
  return () => {
    showTrustItem(tab, subject);
  };
}

function tabOf(subject: string, { exceptions, identities, distrusted }: TrustState): string | undefined {
  if (exceptions.some(({ id }) => id === subject)) return 'exceptions';
  if (identities.some(({ id }) => id === subject)) return 'identities';
  return distrusted.some((refusal) => distrustId(refusal) === subject) ? 'refused' : undefined;
}
