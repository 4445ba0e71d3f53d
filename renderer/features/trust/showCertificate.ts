import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { call } from '#renderer/call.ts';
import { openInspector } from '#renderer/state/inspect.ts';
import { notify } from '#renderer/state/notice.ts';

const origins: Readonly<Record<Anchor['source'], string>> = {
  custom: 'your own anchor',
  system: 'from the list of this computer',
  bundled: 'from Mozilla’s list, shipped with this version',
};

/** Opens an anchor in the viewer. Its bytes are asked for only now: the list travels without them. */
export async function showCertificate({ label, sha256, source }: Anchor): Promise<void> {
  const result = await call('trust.certificates', { sha256s: [sha256] });
  if (!result.ok) {
    notify(explainTrustFailure(result.error));
    return;
  }
  openInspector({
    title: label,
    origin: origins[source],
    certificates: result.value,
    sent: [sha256],
    path: [],
    order: 'file',
  });
}
