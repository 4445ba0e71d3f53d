import * as z from 'zod'; // not `{ z }`: that form defeats tree-shaking (444 kB instead of 83 kB)
import type { ProbeId, ProbeOutcome } from '#core/diagnose/probe.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import type { HistoryFailure, HistoryPage } from '#core/history/entry.ts';
import type { PlaygroundState } from '#core/playground/state.ts';
import type { Failure, Result } from '#core/result.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { certificateMethods } from './contract/certificate.ts';
import { diagnoseMethods } from './contract/diagnose.ts';
import { fileMethods } from './contract/file.ts';
import { identityMethods } from './contract/identity.ts';
import { id, MAX_PEM_CHARS, nothing, sha256 } from './contract/input.ts';
import { judgeMethods } from './contract/judge.ts';
import { method, type Method } from './contract/method.ts';
import { scanMethods } from './contract/scan.ts';
import { trustMethods } from './contract/trust.ts';

export { MAX_PEM_CHARS };

/** Longest request body typed into the composer, in characters. Larger ones come from a file. */
export const MAX_BODY_CHARS = 64_000_000;

const header = z.tuple([z.string().max(65_536), z.string().max(1_048_576)]);
const milliseconds = z.number().int().min(0).max(86_400_000);

const draft = z.strictObject({
  method: z.string().min(1).max(40),
  url: z.string().max(100_000),
  headers: z.array(header).max(1000),
  body: z.strictObject({ kind: z.literal('text'), text: z.string().max(MAX_BODY_CHARS) }).optional(),
  limits: z
    .strictObject({
      connectTimeoutMs: milliseconds,
      tlsTimeoutMs: milliseconds,
      headerTimeoutMs: milliseconds,
      idleTimeoutMs: milliseconds,
      totalTimeoutMs: milliseconds,
      maxBodyBytes: z
        .number()
        .int()
        .min(1)
        .max(2 ** 40),
    })
    .partial()
    .optional(),
  /**
   * This one send goes to whoever answers, unchecked: the window must have asked, showing what the server will receive. Headers
   * with credentials are left out unless named here (lower case); no client certificate is shown.
   */
  unchecked: z.strictObject({ keep: z.array(z.string().max(200)).max(100) }).optional(),
});

/**
 * THE list: every method of the bridge, with its input and its result.
 * To add one: write it here, answer it in main/handlers.ts, call it. The preload does not change.
 */
export const contract = {
  /** What this app is and where it keeps its data. */
  'app.info': method(nothing).returns<AppInfo>(),

  /** Send a request and keep the exchange in history. Resolves when it is over, whatever came of it. */
  'request.send': method(z.strictObject({ id, draft })).returns<Result<ExchangeWithCertificates, SendFailure>>(),
  /** Stop a running request; its exchange ends as cancelled. False when it was already over. */
  'request.cancel': method(z.strictObject({ id })).returns<{ readonly cancelled: boolean }>(),

  ...trustMethods,
  ...identityMethods,

  /** A page of the list, newest first. `before`: the id after which it goes on. */
  'history.list': method(z.strictObject({ before: id.optional(), limit: z.number().int().min(1).max(500) })).returns<
    Result<HistoryPage, HistoryFailure>
  >(),
  /** One exchange with its certificates. */
  'history.get': method(z.strictObject({ id })).returns<Result<ExchangeWithCertificates, HistoryFailure>>(),
  /** Delete entries; `history.restore` brings them back until the app closes or ten minutes have passed. */
  'history.remove': method(z.strictObject({ ids: z.array(id).min(1).max(500) })).returns<
    Result<{ readonly removed: number }, HistoryFailure>
  >(),
  'history.restore': method(z.strictObject({ ids: z.array(id).min(1).max(500) })).returns<
    Result<{ readonly restored: number }, HistoryFailure>
  >(),

  /** What a HAR export would leave out: every secret, by kind and place. Writes nothing. */
  'export.preview': method(z.strictObject({ ids: z.union([z.literal('all'), z.array(id).min(1).max(500)]) })).returns<
    Result<ExportPreview, HistoryFailure>
  >(),
  /** Ask where to save, then stream the selection there as HAR 1.2. Progress comes as `export.progress`. */
  'export.har': method(
    z.strictObject({
      jobId: id,
      ids: z.union([z.literal('all'), z.array(id).min(1).max(500)]),
      secrets: z.enum(['redact', 'keep']),
    }),
  ).returns<Result<ExportDone, HistoryFailure>>(),
  'export.cancel': method(z.strictObject({ jobId: id })).returns<{ readonly cancelled: boolean }>(),

  /** Ask the user for certificate files, a folder of them, or the files of a client certificate. Empty when the dialog was closed. */
  'file.choose': method(z.strictObject({ purpose: z.enum(['certificates', 'folder', 'identity', 'trust']) })).returns<
    readonly string[]
  >(),
  /** Ask where, then save a body that is kept in history. */
  'file.saveBody': method(z.strictObject({ ref: sha256, suggestedName: z.string().max(200) })).returns<
    Result<{ readonly path?: string }, HistoryFailure>
  >(),
  /** Ask where, then save text: PEM unless `purpose` says otherwise. */
  'file.saveText': method(
    z.strictObject({
      text: z.string().max(MAX_PEM_CHARS),
      suggestedName: z.string().max(200),
      purpose: z.enum(['certificate', 'report']).optional(),
    }),
  ).returns<Result<{ readonly path?: string }, HistoryFailure>>(),

  ...certificateMethods,
  ...diagnoseMethods,
  ...fileMethods,
  ...judgeMethods,

  /** Local TLS servers with known faults. Started on request, stopped with the app. */
  'playground.start': method(nothing).returns<Result<PlaygroundState, Failure<'playground-failed'>>>(),
  'playground.stop': method(nothing).returns<PlaygroundState>(),
  'playground.state': method(nothing).returns<PlaygroundState>(),

  ...scanMethods,

  /** Window preferences that must survive a restart. */
  'settings.get': method(nothing).returns<Settings>(),
  'settings.set': method(
    z.strictObject({
      theme: z.enum(['system', 'light', 'dark']).optional(),
      sidebarWidth: z.number().int().min(240).max(400).optional(),
      maxBodyMegabytes: z.number().int().min(1).max(1_048_576).optional(),
      connectTimeoutSeconds: z.number().int().min(1).max(3600).optional(),
      totalTimeoutSeconds: z.number().int().min(0).max(86_400).optional(),
    }),
  ).returns<Settings>(),
} as const;

/** What the main process tells the window unasked. */
export interface EventPayloads {
  /** Where a running request is; at most 20 a second. */
  readonly 'request.progress': RequestProgress;
  /** `revision` is above all others when the file can no longer be read: ask, and the answer says why. */
  readonly 'trust.changed': {
    readonly revision: number;
    /** Only what no trust hangs on is new: an exception stopped, a key was found not to open. The revision is the same. */
    readonly noted?: true;
  };
  /** Where a read, an import or a move is; at most 10 a second. `total` is absent while it is not known. */
  readonly 'trust.progress': {
    readonly jobId: string;
    readonly phase: 'files' | 'network' | 'certificates' | 'storing';
    readonly done: number;
    readonly total?: number;
  };
  readonly 'history.changed': { readonly total: number; readonly bytesOnDisk: number };
  /** An exchange could not be kept: its answer was given, but it is gone with the window. */
  readonly 'history.failed': { readonly id: string; readonly code: string };
  readonly 'export.progress': { readonly jobId: string; readonly done: number; readonly total: number };
  readonly 'playground.changed': PlaygroundState;
  /** Which handshake is being tried, and what came of those before it. */
  readonly 'diagnose.progress': {
    readonly jobId: string;
    readonly running: ProbeId;
    readonly outcomes: readonly ProbeOutcome[];
  };
  /** What a running scan has found so far; at most 10 a second. */
  readonly 'scan.progress': { readonly id: string; readonly report: ScanReport };
  /** An address given on the command line or by the system. */
  readonly 'app.openUrl': { readonly url: string };
  /** Something was chosen in the application menu. */
  readonly 'app.command': { readonly command: AppCommand };
  /** The settings were changed outside the window (the application menu). */
  readonly 'settings.changed': Settings;
}

/** What the application menu can ask of the window. */
export type AppCommand = 'new-request' | 'export-har';

export type RequestPhase = 'dns' | 'connect' | 'tls' | 'verdict' | 'send' | 'wait' | 'receive';

export interface RequestProgress {
  readonly id: string;
  readonly phase: RequestPhase;
  /** ms since the request began. */
  readonly elapsedMs: number;
  /** Decoded body bytes so far. */
  readonly receivedBytes?: number;
  /** From Content-Length; absent when unknown. */
  readonly expectedBytes?: number;
}

export interface AppInfo {
  readonly version: string;
  readonly runtime: 'electron' | 'host';
  readonly profileFolder: string;
  readonly tlsLibrary: string;
  /** Set when a damaged history file was put aside at start; its new path. */
  readonly historySetAside?: string;
  /** Set when the trust file is damaged: nothing is sent. */
  readonly trustDamaged?: string;
  /** Address given at start (`npm start -- https://host`). */
  readonly openUrl?: string;
  readonly platform: string;
}

/** Nothing was begun: an exchange of this id still runs. */
export type SendFailure = Failure<'already-running'> & { readonly id: string };

export interface ExportPreview {
  readonly entries: number;
  readonly redactions: readonly { readonly place: string; readonly name: string; readonly count: number }[];
}

export interface ExportDone {
  /** Absent when the dialog was closed or the export was cancelled; nothing is left behind then. */
  readonly path?: string;
  readonly entries: number;
  readonly bytes: number;
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly sidebarWidth: number;
  readonly maxBodyMegabytes: number;
  readonly connectTimeoutSeconds: number;
  /** 0 = no limit. */
  readonly totalTimeoutSeconds: number;
}

export type MethodName = keyof typeof contract;
export type InputOf<N extends MethodName> = z.infer<(typeof contract)[N]['input']>;
export type OutputOf<N extends MethodName> = (typeof contract)[N] extends Method<z.ZodType, infer O> ? O : never;
/** Main must answer all of them: a missing or misspelt handler does not compile. */
export type Handlers = { readonly [N in MethodName]: (input: InputOf<N>) => Promise<OutputOf<N>> };

export type EventName = keyof EventPayloads;

/** Why the bridge itself did not answer: always a bug in one of the two sides, never the user's doing. */
export type BridgeFailure = Failure<'unknown-method' | 'invalid-input' | 'untrusted-sender' | 'crashed'>;

/** What the preload puts on `window.bridge`: these three, however many methods there are. */
export interface Bridge {
  readonly call: (name: string, input: unknown) => Promise<Result<unknown, BridgeFailure>>;
  /** Returns the function that stops listening. */
  readonly on: <N extends EventName>(name: N, listener: (payload: EventPayloads[N]) => void) => () => void;
  /** Path of a file that was dropped or chosen; '' when it has none. */
  readonly pathForFile: (file: File) => string;
}
