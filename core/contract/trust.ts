import * as z from 'zod'; // not `{ z }`: see contract.ts
import type { CertificateBag } from '#core/http/exchange.ts';
import type { HistoryFailure } from '#core/history/entry.ts';
import type { Result } from '#core/result.ts';
import type { AuditEntry, TrustFailure, TrustState } from '#core/trust/anchor.ts';
import type { DryRun, EffectivePreview, Reliance } from '#core/trust/effectivePreview.ts';
import type { ImportRead, ReadFailure } from '#core/trust/importRead.ts';
import type { MovePlan, MoveFailure } from '#core/trust/move.ts';
import { id, importSource, MAX_CERTIFICATE_CHARS, MAX_PEM_CHARS, nothing, sha256 } from './input.ts';
import { method } from './method.ts';

const hostPattern = z.string().min(1).max(300);
const scope = z.array(hostPattern).max(200);
const host = z.string().min(1).max(300);
const port = z.number().int().min(1).max(65_535);
const label = z.string().min(1).max(200);
const note = z.string().max(4000);
const time = z.number().int();
const pem = z.string().max(MAX_CERTIFICATE_CHARS);
/** More certificates than any list of roots in use has; a store of this size stays quick (bench/trust.ts). */
const MAX_AT_ONCE = 20_000;

const anchorOrigin = z.union([
  z.strictObject({ kind: z.enum(['file', 'server', 'url']), name: z.string().max(1000) }),
  z.strictObject({ kind: z.literal('paste') }),
]);

const trustItem = z.strictObject({
  kind: z.enum(['anchor', 'hint', 'distrust', 'exception', 'identity']),
  id: z.string().min(1).max(200),
});
const trustItems = z.strictObject({ items: z.array(trustItem).min(1).max(MAX_AT_ONCE) });

const exceptionEnd = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['once', 'session', 'forever']) }),
  z.strictObject({ kind: z.literal('date'), at: time }),
]);

/** Where certificates to import are read from. Of a folder: the files in it whose names say certificate, not deeper than 4. */
const readSource = z.union([
  importSource,
  z.strictObject({ kind: z.literal('server'), host, port }),
  z.strictObject({ kind: z.literal('url'), url: z.string().min(1).max(4000) }),
]);

export const MOVE_FORMATS = ['pem', 'p7b', 'jks', 'json'] as const;

export const trustMethods = {
  /** Everything that is trusted, refused or excepted, and which sources are on; without the bytes of certificates. */
  'trust.list': method(nothing).returns<Result<TrustState, TrustFailure>>(),
  /** PEM of certificates the store knows: anchors of any source, hints, leaves of exceptions, refused ones, chains of identities. Unknown ones are left out. */
  'trust.certificates': method(z.strictObject({ sha256s: z.array(sha256).min(1).max(MAX_AT_ONCE) })).returns<
    Result<CertificateBag, TrustFailure>
  >(),
  /** Trust authorities. Widens trust: the window must have asked the user. All or none are stored. */
  'trust.add': method(
    z.strictObject({
      anchors: z
        .array(
          z.strictObject({
            pem: z.string().max(MAX_PEM_CHARS),
            label: z.string().max(200).optional(),
            scope,
            trustedUntil: time.optional(),
            note: note.optional(),
            origin: anchorOrigin,
          }),
        )
        .min(1)
        .max(10_000),
    }),
  ).returns<Result<TrustState, TrustFailure>>(),
  /** Change what the user said about a custom anchor. Absent fields stay; `trustedUntil: null` takes the end away. */
  'trust.update': method(
    z.strictObject({
      sha256,
      label: label.optional(),
      enabled: z.boolean().optional(),
      scope: scope.optional(),
      trustedUntil: time.nullable().optional(),
      note: note.optional(),
    }),
  ).returns<Result<TrustState, TrustFailure>>(),
  /** Switch certificates on or off as anchors, from whichever source they come. */
  'trust.switch': method(
    z.strictObject({ sha256s: z.array(sha256).min(1).max(MAX_AT_ONCE), enabled: z.boolean() }),
  ).returns<Result<TrustState, TrustFailure>>(),
  /** Remove things of any kind, in one step; `trust.restore` brings them back as they were. */
  'trust.remove': method(trustItems).returns<Result<TrustState, TrustFailure>>(),
  'trust.restore': method(trustItems).returns<Result<TrustState, TrustFailure>>(),
  /** Keep intermediates to complete chains. Trusts nobody. One that is there already is left as it is. */
  'trust.addHints': method(
    z.strictObject({
      hints: z
        .array(z.strictObject({ pem, label: label.optional(), note: note.optional(), origin: anchorOrigin }))
        .min(1)
        .max(10_000),
    }),
  ).returns<Result<TrustState, TrustFailure>>(),
  /** Refuse a certificate, or every certificate of a key, wherever it appears. By PEM, or by the number alone. */
  'trust.refuse': method(
    z.strictObject({
      kind: z.enum(['certificate', 'key']),
      of: z.union([z.strictObject({ pem }), z.strictObject({ sha256 })]),
      label: label.optional(),
      note: note.optional(),
    }),
  ).returns<Result<TrustState, TrustFailure>>(),
  /**
   * Accept known faults of one certificate of one server. Widens trust: the window must have asked. Takes the place of an earlier
   * exception for the same host and port.
   */
  'trust.except': method(
    z.strictObject({
      host,
      port,
      /** The server's certificate. */
      pem,
      accepted: z.array(z.string().max(60)).min(1).max(40),
      end: exceptionEnd,
      note: note.optional(),
    }),
  ).returns<Result<TrustState, TrustFailure>>(),
  'trust.updateException': method(z.strictObject({ id, end: exceptionEnd.optional(), note: note.optional() })).returns<
    Result<TrustState, TrustFailure>
  >(),
  /** Switch a whole source on or off. */
  'trust.setSource': method(z.strictObject({ source: z.enum(['system', 'bundled']), enabled: z.boolean() })).returns<
    Result<TrustState, TrustFailure>
  >(),
  /**
   * Go on after damage: with the copy of the last good start, or with nothing decided. The damaged file is put aside, dated.
   * Does nothing to a file that is sound.
   */
  'trust.repair': method(z.strictObject({ how: z.enum(['restore-copy', 'start-anew']) })).returns<
    Result<TrustState, TrustFailure>
  >(),
  /** Trust decisions, newest first. `before`: the id after which it goes on. */
  'trust.audit': method(
    z.strictObject({
      subject: z.string().max(200).optional(),
      direction: z.enum(['wider', 'narrower']).optional(),
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(1000),
    }),
  ).returns<Result<{ readonly entries: readonly AuditEntry[]; readonly total: number }, TrustFailure>>(),
  /** Ask where, then save the whole audit: JSON Lines or CSV, by the name chosen. */
  'trust.exportAudit': method(nothing).returns<Result<{ readonly path?: string }, TrustFailure | HistoryFailure>>(),

  /** What would count for a host now. Asks nobody. */
  'trust.effective': method(z.strictObject({ host, port })).returns<Result<EffectivePreview, TrustFailure>>(),
  /** Hosts and exchanges of the history whose verdict ended in this anchor. */
  'trust.reliance': method(z.strictObject({ sha256 })).returns<Result<Reliance, TrustFailure | HistoryFailure>>(),
  /** What a change would do to the hosts of the history. Changes nothing. */
  'trust.dryRun': method(
    z.strictObject({
      change: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('remove'), sha256s: z.array(sha256).min(1).max(MAX_AT_ONCE) }),
        z.strictObject({ kind: z.literal('rescope'), sha256, scope, trustedUntil: time.optional() }),
        z.strictObject({ kind: z.literal('add'), pem, scope, trustedUntil: time.optional() }),
      ]),
    }),
  ).returns<Result<DryRun, TrustFailure | HistoryFailure>>(),

  /**
   * Read what may be imported: stores nothing. What was found is kept under `jobId` for `trust.addRead`, until ten minutes have
   * passed or another read begins. Progress comes as `trust.progress`. A password belongs to the file of its name.
   */
  'trust.read': method(
    z.strictObject({
      jobId: id,
      sources: z.array(readSource).min(1).max(1000),
      passwords: z.record(z.string().max(4096), z.string().max(1000)).optional(),
    }),
  ).returns<Result<ImportRead, ReadFailure>>(),
  /**
   * As `trust.read`, of the text of the clipboard or the files whose paths lie there. The window never sees the text: reading the
   * clipboard stays denied to it. With passwords the same text is read again: by then the clipboard may hold the password.
   */
  'trust.readClipboard': method(
    z.strictObject({ jobId: id, passwords: z.record(z.string().max(4096), z.string().max(1000)).optional() }),
  ).returns<Result<ImportRead, ReadFailure>>(),
  /** Store what was ticked of a read. Widens trust: the window must have asked. All or none. */
  'trust.addRead': method(
    z.strictObject({
      jobId: id,
      choices: z
        .array(
          z.discriminatedUnion('as', [
            z.strictObject({
              as: z.literal('anchor'),
              sha256,
              label: label.optional(),
              scope,
              trustedUntil: time.optional(),
              note: note.optional(),
            }),
            z.strictObject({ as: z.literal('hint'), sha256, label: label.optional(), note: note.optional() }),
          ]),
        )
        .min(1)
        .max(MAX_AT_ONCE),
    }),
  ).returns<Result<TrustState, TrustFailure | ReadFailure>>(),
  /** Stops a read, a move or an export; nothing of it is left. False when it was already over. */
  'trust.cancelJob': method(z.strictObject({ jobId: id })).returns<{ readonly cancelled: boolean }>(),

  /** Ask where, then save certificates the store knows: a PEM bundle, PKCS#7, a Java key store (password 'changeit', as keytool's), or JSON with what is decided about them. */
  'trust.exportSelection': method(
    z.strictObject({ sha256s: z.array(sha256).min(1).max(MAX_AT_ONCE), format: z.enum(MOVE_FORMATS) }),
  ).returns<Result<{ readonly path?: string; readonly certificates: number }, TrustFailure | HistoryFailure>>(),
  /** Ask where, then save the whole trust store as one reviewable file: JSON with PEM inside. Private keys are not in it. */
  'trust.exportAll':
    method(nothing).returns<
      Result<{ readonly path?: string; readonly entries: number }, TrustFailure | HistoryFailure>
    >(),
  /** Read such a file and say what applying it would change, entry by entry. Changes nothing; kept under `jobId` like a read. */
  'trust.movePlan': method(z.strictObject({ jobId: id, source: importSource })).returns<
    Result<MovePlan, TrustFailure | MoveFailure>
  >(),
  /** Apply the chosen entries of a plan, by their key. All or none. Widens trust: the window must have asked. */
  'trust.moveApply': method(
    z.strictObject({ jobId: id, keys: z.array(z.string().max(200)).min(1).max(MAX_AT_ONCE) }),
  ).returns<Result<TrustState, TrustFailure | MoveFailure>>(),
} as const;
