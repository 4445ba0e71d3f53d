import type { Refused } from './refused.ts';
import type { TrustException } from '#core/trust/exception.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { call } from '#renderer/call.ts';
import { compare, openInspector } from '#renderer/state/inspect.ts';
import { notify } from '#renderer/state/notice.ts';

/** Opens the viewer with the certificate that was accepted beside the one that the server shows now. */
export async function compareWithExcepted(refused: Refused, exception: TrustException): Promise<void> {
  const { host, port, sent, certificates } = refused;
  const [shown = ''] = sent;
  const result = await call('trust.certificates', { sha256s: [exception.leaf] });
  const accepted = result.ok ? result.value[exception.leaf] : undefined;
  const now = certificates[shown];
  if (accepted === undefined || now === undefined) {
    notify('The certificate you accepted is no longer kept');
    return;
  }
  const place = patternFor(host, port);
  openInspector({
    title: place,
    origin: 'shown instead of the one you accepted',
    host,
    certificates,
    sent,
    path: [],
    order: 'wire',
  });
  compare({
    a: { sha256: exception.leaf, pem: accepted, origin: `${place}, accepted by you` },
    b: { sha256: shown, pem: now, origin: `${place}, shown now` },
    host,
  });
}
