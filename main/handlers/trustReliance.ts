import type { Handlers } from '#core/contract.ts';
import { ok } from '#core/result.ts';
import type { Engine } from '#main/engine/engine.ts';
import { dryRun } from '#main/engine/trust/dryRun.ts';
import { previewEffective } from '#main/engine/trust/effectivePreview.ts';

type Answered = 'trust.effective' | 'trust.reliance' | 'trust.dryRun';

/** What counts for a host, who relies on an authority, and what a change would do: questions that change nothing and ask nobody. */
export function trustRelianceHandlers({ trust, history, identities, now }: Engine): Pick<Handlers, Answered> {
  return {
    'trust.effective': ({ host, port }) => {
      const state = trust.state();
      if (!state.ok) return Promise.resolve(state);
      const effective = trust.effective(host, port);
      const input = { host, port, state: state.value, effective, identities: identities.for(host, port), now: now() };
      return Promise.resolve(ok(previewEffective(input)));
    },
    'trust.reliance': ({ sha256 }) => history.relying(sha256),
    'trust.dryRun': async ({ change }) => {
      const after = trust.whatIf(change);
      if (!after.ok) return after;
      const shown = await history.shown();
      if (!shown.ok) return shown;
      return ok(
        await dryRun({
          shown: shown.value,
          before: (host, port) => trust.effective(host, port),
          after: after.value,
          exceptionsFor: (host, port) => trust.exceptionsFor(host, port),
          now: now(),
        }),
      );
    },
  };
}
