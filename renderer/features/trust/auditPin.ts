import type { AuditEntry } from '#core/trust/anchor.ts';
import type { GlyphKind } from '#renderer/ui/Glyph.tsx';
import type { IconName } from '#renderer/ui/Icon.tsx';

/** What stands on the line of time for a decision. A glyph only where something got, or lost, a verdict by it. */
export function auditPin({ action, subject }: AuditEntry): { readonly glyph: GlyphKind } | { readonly icon: IconName } {
  switch (action) {
    case 'source-on':
    case 'source-off':
      return { icon: subject === 'system' ? 'system' : 'bundled' };
    case 'enable-root':
    case 'disable-root':
      return { icon: 'bundled' };
    case 'add-hint':
    case 'remove-hint':
    case 'restore-hint':
      return { icon: 'certificate' };
    case 'add-distrust':
    case 'remove-distrust':
    case 'restore-distrust':
      return { icon: 'ban' };
    case 'add-exception':
    case 'restore-exception':
      return { glyph: 'excepted' };
    case 'change-exception':
      return { icon: 'calendar' };
    case 'remove-exception':
      return { icon: 'trash' };
    case 'stop-exception':
      return { glyph: 'untrusted' };
    case 'add-identity':
    case 'change-identity':
    case 'remove-identity':
    case 'restore-identity':
      return { icon: 'identity' };
    case 'protect-identity':
      return { icon: 'key' };
    case 'send-unchecked':
      return { glyph: 'unchecked' };
    case 'add-anchor':
    case 'remove-anchor':
    case 'restore-anchor':
    case 'enable-anchor':
    case 'disable-anchor':
    case 'change-anchor':
      return { icon: 'custom' };
  }
}
