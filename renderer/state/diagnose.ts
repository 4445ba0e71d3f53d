import { create } from 'zustand';
import type { ChainCompletion } from '#core/diagnose/completion.ts';
import type { DiagnoseFailure, Look } from '#core/diagnose/look.ts';
import type { ProbeId, ProbeOutcome, ProbeReport } from '#core/diagnose/probe.ts';
import type { RevocationCheck, RevocationMethod } from '#core/diagnose/revocationCheck.ts';
import { call, listen } from '#renderer/call.ts';
import { newId } from './uuid.ts';

/** Probes fill up while they run. */
export type ProbeLook =
  | {
      readonly status: 'running';
      readonly jobId: string;
      readonly running?: ProbeId;
      readonly outcomes: readonly ProbeOutcome[];
    }
  | Exclude<Look<ProbeReport>, { readonly status: 'running' }>;

/** What was found out since the app was opened. Nothing of it is kept: servers change. */
interface Diagnoses {
  /** By id of the exchange. */
  readonly chains: Readonly<Record<string, Look<ChainCompletion> | undefined>>;
  readonly probes: Readonly<Record<string, ProbeLook | undefined>>;
  /** By `revocationKey`. */
  readonly revocations: Readonly<Record<string, Look<RevocationCheck> | undefined>>;
}

export const useDiagnoses = create<Diagnoses>(() => ({ chains: {}, probes: {}, revocations: {} }));

const { getState, setState } = useDiagnoses;

/** The key of what was asked about a certificate. @param sha256 of the certificate */
export function revocationKey(sha256: string, method: RevocationMethod): string {
  return `${method} ${sha256}`;
}

export interface AskedServer {
  readonly host: string;
  readonly port: number;
}

/** Follows the issuers of a refused chain. One request at least, to the host in the certificate. @param sent PEM, in its order */
export async function completeChain(exchangeId: string, asked: AskedServer, sent: readonly string[]): Promise<void> {
  if (getState().chains[exchangeId]?.status === 'running') return;
  const jobId = newId();
  const set = (look: Look<ChainCompletion> | undefined): void => {
    setState(({ chains }) => ({ chains: { ...chains, [exchangeId]: look } }));
  };
  set({ status: 'running', jobId });
  await keep(call('diagnose.completeChain', { jobId, ...asked, sent: [...sent] }), set);
}

/** Asks the authority whether it took the certificate back. PEM; one request to the host in the certificate. */
export async function checkRevocation(
  sha256: string,
  method: RevocationMethod,
  pems: { readonly certificate: string; readonly issuer: string },
): Promise<void> {
  const key = revocationKey(sha256, method);
  const set = (look: Look<RevocationCheck> | undefined): void => {
    setState(({ revocations }) => ({ revocations: { ...revocations, [key]: look } }));
  };
  if (getState().revocations[key]?.status === 'running') return;
  const jobId = newId();
  set({ status: 'running', jobId });
  await keep(call('diagnose.revocation', { jobId, method, ...pems }), set);
}

/** Tries other handshakes with a server that broke one off. Nothing of the request is sent. */
export async function findOutWhy(exchangeId: string, asked: AskedServer): Promise<void> {
  if (getState().probes[exchangeId]?.status === 'running') return;
  const jobId = newId();
  const set = (look: ProbeLook | undefined): void => {
    setState(({ probes }) => ({ probes: { ...probes, [exchangeId]: look } }));
  };
  set({ status: 'running', jobId, outcomes: [] });
  const stop = listen('diagnose.progress', ({ jobId: of, running, outcomes }) => {
    if (of === jobId) set({ status: 'running', jobId, running, outcomes });
  });
  try {
    await keep(call('diagnose.probe', { jobId, ...asked }), set);
  } finally {
    stop();
  }
}

/** Stops what runs under the id; it then ends with what was found so far. */
export async function cancelDiagnosis(jobId: string): Promise<void> {
  await call('diagnose.cancel', { jobId });
}

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DiagnoseFailure };

/** Keeps what was answered. When the bridge is broken nothing may run for ever, and the error belongs to the error boundary. */
async function keep<T>(
  answer: Promise<Answer<T>>,
  set: (look: Exclude<Look<T>, { readonly status: 'running' }> | undefined) => void,
): Promise<void> {
  try {
    const result = await answer;
    set(result.ok ? { status: 'done', found: result.value } : { status: 'failed', error: result.error });
  } catch (error) {
    set(undefined);
    throw error;
  }
}
