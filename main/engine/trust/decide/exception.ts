import type { InputOf } from '#core/contract.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { AuditEntry, TrustFailure } from '#core/trust/anchor.ts';
import { hasEnded, readAccepted, type ExceptionEnd } from '#core/trust/exception.ts';
import { hostKey } from '#core/trust/host.ts';
import { parsePattern, patternFor } from '#core/trust/pattern.ts';
import type { Ledger } from '#main/engine/trust/ledger.ts';
import { readOneCertificate } from '#main/engine/trust/read.ts';
import { exceptionTable } from '#main/engine/trust/rows.ts';
import type { StoredException } from '#main/engine/trust/stored.ts';
import { decided, unknown, type Decided } from './decided.ts';

export type NewException = InputOf<'trust.except'>;
export type ExceptionChange = InputOf<'trust.updateException'>;

/** Takes the place of an earlier one for the same host and port. */
export function except(ledger: Ledger, given: NewException): Decided {
  const host = checkHost(given.host, given.port);
  if (!host.ok) return host;
  const read = readOneCertificate(given.pem, 0);
  if (!read.ok) return read;
  const accepted = readAccepted(given.accepted);
  if (!accepted.ok) return accepted;
  const end = checkEnd(given.end, ledger.ground.now);
  if (!end.ok) return end;
  const found = read.value;
  ledger.meet(found);
  const refused = ledger.refusalOf(found.sha256);
  if (refused !== undefined)
    return fail({ kind: 'refused', label: refused.label, message: `${found.sha256} is refused.` });
  const { port, note } = given;
  for (const earlier of ledger.exceptionsAt({ host: host.value, port })) removeException(ledger, earlier.id);
  const exception: StoredException = {
    id: ledger.ground.newId(),
    host: host.value,
    port,
    leaf: found.sha256,
    accepted: accepted.value,
    end: end.value,
    ...(note ? { note } : {}),
    addedAt: ledger.ground.now,
  };
  // Of one for once or for this run the certificate is kept as well: the audit names it.
  put(ledger, 'add-exception', undefined, exception, (file) => file.keep(found));
  return decided;
}

/** One host, as addresses are compared; a pattern for several is none. */
function checkHost(host: string, port: number): Result<string, TrustFailure> {
  const parsed = parsePattern(patternFor(host, port));
  const isOne =
    parsed.ok &&
    (parsed.value.kind === 'name' ||
      (parsed.value.kind === 'network' && parsed.value.prefix === parsed.value.bytes.length * 8));
  if (isOne) return ok(hostKey(host));
  const reason = parsed.ok ? 'An exception is for one host.' : parsed.error.reason;
  return fail({ kind: 'bad-pattern', pattern: host, reason, message: `${host}: ${reason}` });
}

function checkEnd(end: ExceptionEnd, now: number): Result<ExceptionEnd, TrustFailure> {
  if (end.kind !== 'date' || end.at >= now) return ok(end);
  return fail({ kind: 'already-over', at: end.at, message: 'The end of the exception has passed.' });
}

/** Nothing when nothing differs. Another end makes it as new: what had stopped it is forgotten. */
export function updateException(ledger: Ledger, { id, end, note }: ExceptionChange): Decided {
  const before = ledger.exceptions.get(id);
  if (before === undefined) return unknown(id);
  const refused = ledger.refusalOf(before.leaf);
  if (end !== undefined && refused !== undefined)
    return fail({ kind: 'refused', label: refused.label, message: `${before.leaf} is refused.` });
  const checked = end === undefined ? ok(before.end) : checkEnd(end, ledger.ground.now);
  if (!checked.ok) return checked;
  const { note: oldNote, ...rest } = before;
  const newNote = note === undefined ? oldNote : note || undefined;
  const after = { ...rest, end: checked.value, ...(newNote === undefined ? {} : { note: newNote }) };
  const { used, stopped } = ledger.ground.uses.of(id);
  const isOver = stopped !== undefined || hasEnded(before.end, used, ledger.ground.now);
  const isRenewed = end !== undefined && (isOver || JSON.stringify(before.end) !== JSON.stringify(end));
  if (!isRenewed && newNote === oldNote) return decided;
  put(ledger, 'change-exception', before, after, () => undefined, isRenewed ? 'renewed' : 'as it was');
  return decided;
}

export function removeException(ledger: Ledger, id: string): Decided {
  const exception = ledger.exceptions.get(id);
  if (exception === undefined) return unknown(id);
  put(ledger, 'remove-exception', exception, undefined, () => undefined);
  return decided;
}

export function restoreException(ledger: Ledger, id: string): Decided {
  const { file, fleeting } = ledger.ground;
  const removed = fleeting.removed.get(id) ?? file.readRemoved(exceptionTable, id);
  if (ledger.exceptions.has(id)) return alreadyThere(ledger.exceptions.get(id) ?? removed);
  if (removed === undefined) return unknown(id);
  const [other] = ledger.exceptionsAt(removed);
  if (other !== undefined) return alreadyThere(other);
  put(ledger, 'restore-exception', undefined, removed, () => undefined);
  return decided;
}

function alreadyThere(exception: StoredException | undefined): Decided {
  const label = exception === undefined ? '' : nameOf(exception);
  return fail({ kind: 'already-there', label, message: `There is an exception for ${label}.` });
}

/** Its host and port, as addresses write them. */
function nameOf({ host, port }: Pick<StoredException, 'host' | 'port'>): string {
  return patternFor(host, port);
}

/** 'once' and 'session' live in memory: what is not on disk cannot outlive the run. */
function isKept(exception: StoredException | undefined): exception is StoredException {
  return exception !== undefined && (exception.end.kind === 'date' || exception.end.kind === 'forever');
}

function put(
  ledger: Ledger,
  action: AuditEntry['action'],
  before: StoredException | undefined,
  after: StoredException | undefined,
  keep: (file: Parameters<Parameters<Ledger['record']>[1]>[0]) => void,
  use: 'renewed' | 'as it was' = 'as it was',
): void {
  const thing = after ?? before;
  if (thing === undefined) return;
  const { id } = thing;
  const { now, uses, fleeting } = ledger.ground;
  const forget = after?.end.kind === 'once' ? 'stop and uses' : 'stop';
  const direction = directionOf(ledger, before, after, use === 'renewed' && forget === 'stop and uses');
  ledger.record(
    {
      action,
      direction,
      subject: id,
      label: nameOf(thing),
      ...(before === undefined ? {} : { before: described(before) }),
      ...(after === undefined ? {} : { after: described(after) }),
    },
    (file) => {
      keep(file);
      if (isKept(after)) {
        if (action === 'restore-exception') file.setRemoved(exceptionTable, id, undefined);
        else if (isKept(before)) file.update(exceptionTable, after);
        else file.insert(exceptionTable, after);
      } else if (isKept(before)) {
        if (after === undefined) file.setRemoved(exceptionTable, id, now);
        else file.erase(exceptionTable, id);
      }
      // Also of one that leaves the file: a 'once' would be spent by what it was used before.
      if (use === 'renewed' && (isKept(before) || isKept(after))) file.writeUse(id, uses.renewed(id, forget));
    },
    () => {
      if (use === 'renewed') uses.renew(id, forget);
      const others = fleeting.exceptions.filter((one) => one.id !== id);
      if (after !== undefined && !isKept(after)) fleeting.exceptions = [after, ...others];
      else fleeting.exceptions = others;
      if (after === undefined && !isKept(before) && before !== undefined) fleeting.removed.set(id, before);
      else fleeting.removed.delete(id);
    },
  );
  if (after === undefined) ledger.exceptions.delete(id);
  else ledger.setException(after);
}

/** How long each end lets an exception live, where that can be compared without knowing when the app is closed. */
const rank: Readonly<Record<ExceptionEnd['kind'], number>> = { once: 0, session: 1, date: 2, forever: 3 };

function directionOf(
  ledger: Ledger,
  before: StoredException | undefined,
  after: StoredException | undefined,
  isUnspent: boolean,
): AuditEntry['direction'] {
  const { now, uses } = ledger.ground;
  const inForce = (one: StoredException | undefined, used: number) =>
    one !== undefined && ledger.refusalOf(one.leaf) === undefined && !hasEnded(one.end, used, now) ? one : undefined;
  const was = inForce(before, before === undefined ? 0 : uses.of(before.id).used);
  const is = inForce(after, after === undefined || isUnspent ? 0 : uses.of(after.id).used);
  if (is === undefined) return was === undefined ? 'neutral' : 'narrower';
  if (was === undefined) return 'wider';
  const longer = rank[is.end.kind] - rank[was.end.kind] || endOf(is) - endOf(was);
  return longer > 0 ? 'wider' : longer < 0 ? 'narrower' : 'neutral';
}

function endOf({ end }: StoredException): number {
  return end.kind === 'date' ? end.at : 0;
}

function described(exception: StoredException): Record<string, unknown> {
  const { host, port, leaf, accepted, end, note } = exception;
  return { ...{ host, port, leaf, accepted, end }, ...(note === undefined ? {} : { note }) };
}
