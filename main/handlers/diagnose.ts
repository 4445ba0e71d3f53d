import type { DiagnoseFailure } from '#core/diagnose/look.ts';
import type { Handlers } from '#core/contract.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Engine } from '#main/engine/engine.ts';
import { TrustDamaged } from '#main/engine/trust/effective.ts';

type DiagnoseHandlers = Pick<
  Handlers,
  'diagnose.completeChain' | 'diagnose.revocation' | 'diagnose.probe' | 'diagnose.cancel'
>;

export function diagnoseHandlers({ diagnosis, emit }: Pick<Engine, 'diagnosis' | 'emit'>): DiagnoseHandlers {
  const jobs = new Map<string, AbortController>();

  /** Runs under an id by which it can be cancelled. */
  const run = async <T>(
    jobId: string,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<Result<T, DiagnoseFailure>> => {
    if (jobs.has(jobId)) return fail({ kind: 'already-running', message: jobId });
    const controller = new AbortController();
    jobs.set(jobId, controller);
    try {
      return ok(await work(controller.signal));
    } catch (error) {
      if (error instanceof TrustDamaged) return fail({ kind: 'trust-unavailable', message: error.message });
      throw error;
    } finally {
      jobs.delete(jobId);
    }
  };

  return {
    'diagnose.completeChain': async ({ jobId, host, port, sent }) => {
      const ders = sent.map(oneDer);
      if (ders.includes(undefined)) return malformed();
      const given = ders.flatMap((der) => der ?? []);
      return run(jobId, (signal) => diagnosis.completeChain({ host, port, sent: given, signal }));
    },
    'diagnose.revocation': async ({ jobId, certificate, issuer, method }) => {
      const [asked, signer] = [decoded(certificate), decoded(issuer)];
      if (asked === undefined || signer === undefined) return malformed();
      return run(jobId, (signal) => diagnosis.revocation({ certificate: asked, issuer: signer, method, signal }));
    },
    'diagnose.probe': ({ jobId, host, port }) =>
      run(jobId, (signal) =>
        diagnosis.probe({
          host,
          port,
          signal,
          onProbe: (running, outcomes) => emit('diagnose.progress', { jobId, running, outcomes }),
        }),
      ),
    'diagnose.cancel': ({ jobId }) => {
      const controller = jobs.get(jobId);
      controller?.abort();
      return Promise.resolve({ cancelled: controller !== undefined });
    },
  };
}

function oneDer(pem: string): Uint8Array | undefined {
  const blocks = parsePem(pem);
  return blocks.ok ? blocks.value[0] : undefined;
}

function decoded(pem: string): Certificate | undefined {
  const der = oneDer(pem);
  const certificate = der === undefined ? undefined : decodeCertificate(der);
  return certificate?.ok === true ? certificate.value : undefined;
}

function malformed(): { readonly ok: false; readonly error: DiagnoseFailure } {
  return fail({ kind: 'malformed-certificate', message: 'not one certificate in PEM' });
}
