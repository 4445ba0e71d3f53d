import type { Handlers } from '#core/contract.ts';
import { auditCsv, auditJsonLines } from '#core/export/audit.ts';
import { ok } from '#core/result.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import type { Engine } from '#main/engine/engine.ts';
import { saveBytes, saveText } from '#main/engine/history/save.ts';
import { listForExport, writeList } from '#main/engine/trust/exportList.ts';
import { applyMove, planGone, planMove, writeTrust, type PreparedMove } from '#main/engine/trust/moveTrust.ts';
import { readText } from '#main/engine/trust/readText.ts';
import type { Shell } from '#main/shell.ts';

type Answered =
  'trust.exportSelection' | 'trust.exportAll' | 'trust.exportAudit' | 'trust.movePlan' | 'trust.moveApply';

/** Rows read at once of the audit: it can only grow, and is read to its end. */
const AUDIT_PAGE = 1000;
/** How long a plan waits for a decision, ms. */
const PLAN_MS = 10 * 60_000;

/** Trust leaves and comes as files. What comes is shown as a plan first, and applied entry by entry as a person chose. */
export function trustMoveHandlers({ trust, now, version }: Engine, shell: Shell): Pick<Handlers, Answered> {
  let kept: { readonly jobId: string; readonly move: PreparedMove; readonly until: number } | undefined;

  return {
    'trust.exportSelection': async ({ sha256s, format }) => {
      const list = listForExport(trust, sha256s);
      if (!list.ok) return list;
      const certificates = list.value.length;
      const path = await shell.chooseSavePath(`trust.${format}`, 'certificate');
      if (path === undefined) return ok({ certificates });
      const content = writeList(list.value, format, now());
      const saved = typeof content === 'string' ? await saveText(content, path) : await saveBytes(content, path);
      return saved.ok ? ok({ path, certificates }) : saved;
    },

    'trust.exportAll': async () => {
      const writtenAt = now();
      const written = writeTrust(trust, { writtenAt, writtenBy: `Wireglass ${version}` });
      if (!written.ok) return written;
      const { text, entries } = written.value;
      const day = new Date(writtenAt).toISOString().slice(0, 10);
      const path = await shell.chooseSavePath(`wireglass-trust-${day}.json`, 'trust');
      if (path === undefined) return ok({ entries });
      const saved = await saveText(text, path);
      return saved.ok ? ok({ path, entries }) : saved;
    },

    'trust.exportAudit': async () => {
      const path = await shell.chooseSavePath('trust-audit.jsonl', 'audit');
      if (path === undefined) return ok({});
      const entries: AuditEntry[] = [];
      for (;;) {
        const page = trust.audit({ limit: AUDIT_PAGE, ...(entries.length > 0 && { before: entries.at(-1)?.id }) });
        if (!page.ok) return page;
        entries.push(...page.value.entries);
        if (page.value.entries.length < AUDIT_PAGE) break;
      }
      const write = path.toLowerCase().endsWith('.csv') ? auditCsv : auditJsonLines;
      return await saveText(write(entries), path);
    },

    'trust.movePlan': async ({ jobId, source }) => {
      kept = undefined;
      const text = await readText(source);
      if (!text.ok) return text;
      const prepared = planMove(trust, text.value, now());
      if (!prepared.ok) return prepared;
      kept = { jobId, move: prepared.value, until: now() + PLAN_MS };
      return ok(prepared.value.plan);
    },

    'trust.moveApply': ({ jobId, keys }) => {
      if (kept?.jobId !== jobId || kept.until < now()) return Promise.resolve(planGone());
      const applied = applyMove(trust, kept.move, keys);
      // A plan that was refused may be corrected and tried again; one that was applied is over.
      if (applied.ok) kept = undefined;
      return Promise.resolve(applied);
    },
  };
}
