import { shortName } from '#core/certificate/name.ts';
import type { TrustSources } from '#core/trust/anchor.ts';
import type { Ledger } from '#main/engine/trust/ledger.ts';
import { switchAnchor } from './anchor.ts';
import { decided, unknown, type Decided } from './decided.ts';

/**
 * Each certificate as an anchor, from whichever source it comes: what the user said about it stands above the lists, so a custom
 * one is switched there; any other is switched off in the lists.
 */
export function switchAnchors(ledger: Ledger, sha256s: readonly string[], enabled: boolean): Decided {
  for (const sha256 of new Set(sha256s)) {
    const custom = ledger.anchors.get(sha256);
    const root = ledger.ground.root(sha256);
    if (custom !== undefined) switchAnchor(ledger, custom, enabled);
    // One that is off and no longer listed can still be switched on: it may be listed again.
    else if (root !== undefined || ledger.off.has(sha256))
      switchRoot(ledger, sha256, root === undefined ? sha256 : shortName(root.certificate.subject), enabled);
    else return unknown(sha256);
  }
  return decided;
}

function switchRoot(ledger: Ledger, sha256: string, label: string, enabled: boolean): void {
  if (ledger.off.has(sha256) !== enabled) return;
  const before = counts(ledger, sha256);
  if (enabled) ledger.off.delete(sha256);
  else ledger.off.add(sha256);
  const after = counts(ledger, sha256);
  ledger.record(
    {
      action: enabled ? 'enable-root' : 'disable-root',
      direction: before === after ? 'neutral' : after ? 'wider' : 'narrower',
      subject: sha256,
      label,
      before: { enabled: !enabled },
      after: { enabled },
    },
    (file) => file.setRoot(sha256, enabled),
  );
}

function counts(ledger: Ledger, sha256: string): boolean {
  return ledger.bySource(sha256) && ledger.refusalOf(sha256) === undefined;
}

const sourceLabels: Readonly<Record<keyof TrustSources, string>> = { system: 'System', bundled: 'Bundled' };

export function setSource(ledger: Ledger, source: keyof TrustSources, enabled: boolean): Decided {
  if (ledger.sources[source] === enabled) return decided;
  ledger.setSource(source, enabled);
  ledger.record(
    {
      action: enabled ? 'source-on' : 'source-off',
      direction: enabled ? 'wider' : 'narrower',
      subject: source,
      label: sourceLabels[source],
      before: { enabled: !enabled },
      after: { enabled },
    },
    (file) => file.setSource(source, enabled),
  );
  return decided;
}
