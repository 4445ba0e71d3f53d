import { formatPlural } from '#core/format.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import type { InputOf } from '#core/contract.ts';
import { ok, type Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import type { TrustException } from '#core/trust/exception.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { compareWithExcepted } from './compareWithExcepted.ts';
import { removeTrustItems } from './removeTrustItems.ts';
import { call } from '#renderer/call.ts';
import { openInspector } from '#renderer/state/inspect.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { openTrustDialog } from '#renderer/state/trustDialogs.ts';
import { decodeBag } from '#renderer/ui/decodeBag.ts';

/** Removes exceptions at once and offers them back: it is narrower, and undoing is quicker than confirming. */
export async function removeExceptions(exceptions: readonly TrustException[]): Promise<void> {
  const [first] = exceptions;
  if (first === undefined) return;
  await removeTrustItems(
    exceptions.map(({ id }) => ({ kind: 'exception', id })),
    exceptions.length === 1
      ? `The exception for ${placeOf(first)} was removed`
      : `${formatPlural(exceptions.length, 'exception')} removed`,
  );
}

/** Changes end or note, for a form that shows the failure itself. What stood before is offered back. */
export async function changeException(
  exception: TrustException,
  change: Omit<InputOf<'trust.updateException'>, 'id'>,
): Promise<Result<undefined, TrustFailure>> {
  const { id, end, note } = exception;
  const result = await call('trust.updateException', { id, ...change });
  applyTrust(result);
  if (!result.ok) return result;
  notify(`The exception for ${placeOf(exception)} was changed`, {
    label: 'Undo',
    run: async () => {
      const undone = await call('trust.updateException', { id, end, note: note ?? '' });
      applyTrust(undone);
      if (!undone.ok) notify(explainTrustFailure(undone.error));
    },
  });
  return ok(undefined);
}

/** Opens the certificate that was accepted in the viewer. */
export async function showAccepted(exception: TrustException): Promise<void> {
  const { leaf, host } = exception;
  const result = await call('trust.certificates', { sha256s: [leaf] });
  if (!result.ok) notify(explainTrustFailure(result.error));
  else if (result.value[leaf] === undefined) notify('The certificate you accepted is no longer kept');
  else {
    const opened = { certificates: result.value, sent: [leaf], path: [], order: 'wire' } as const;
    openInspector({ title: placeOf(exception), origin: 'accepted by you', host, ...opened });
  }
}

/** Opens the one that was accepted beside the one that the server showed when it stopped. */
export async function compareWithStop(exception: TrustException, stop: ExchangeWithCertificates): Promise<void> {
  const { host, port } = exception;
  const { exchange, certificates } = stop;
  const sent = exchange.connection?.tls?.chain.sent ?? [];
  const shown = { certificates, decoded: decodeBag(certificates), sent, findings: [], startedAt: exchange.startedAt };
  await compareWithExcepted({ host, port, ...shown }, exception);
}

/** Asks for a new exception in the place of this one: for what the server showed when it stopped, with all that was wrong then. */
export function renewForStop(exception: TrustException, { exchange, certificates }: ExchangeWithCertificates): void {
  const { host, port, note, stopped } = exception;
  const leafPem = stopped === undefined ? undefined : certificates[stopped.leaf];
  const findings = exchange.connection?.tls?.verdict?.findings;
  if (leafPem !== undefined) openTrustDialog({ kind: 'except', leafPem, host, port, findings, note, onDone: notify });
}

export function placeOf({ host, port }: Pick<TrustException, 'host' | 'port'>): string {
  return patternFor(host, port);
}
