import { auditSentence, type AuditSentence } from './auditSentence.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import type { MoveEntry } from '#core/trust/move.ts';

/** What applying an entry would do, in the words the audit will have for it afterwards. */
export function moveEntryWords(entry: MoveEntry): AuditSentence {
  const { key, label, direction, before, after } = entry;
  return auditSentence({
    id: 0,
    at: 0,
    action: actionOf(entry),
    direction,
    by: 'window',
    subject: key.slice(key.indexOf(':') + 1),
    label,
    ...(before !== undefined && { before }),
    after,
  });
}

function actionOf({ kind, effect, after }: MoveEntry): AuditEntry['action'] {
  switch (kind) {
    case 'anchor':
      return effect === 'change' ? 'change-anchor' : 'add-anchor';
    case 'hint':
      return 'add-hint';
    case 'distrust':
      return 'add-distrust';
    case 'exception':
      return effect === 'change' ? 'change-exception' : 'add-exception';
    case 'switch':
      return 'disable-root';
    case 'source':
      return after['enabled'] === true ? 'source-on' : 'source-off';
  }
}
