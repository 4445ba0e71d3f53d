import type { Handlers } from '#core/contract.ts';
import { ok } from '#core/result.ts';
import { saveBytes } from '#main/engine/history/save.ts';
import type { Shell } from '#main/shell.ts';

export function fileHandlers(shell: Shell): Pick<Handlers, 'file.saveBytes'> {
  return {
    'file.saveBytes': async ({ bytes, suggestedName }) => {
      const path = await shell.chooseSavePath(suggestedName, 'certificate');
      return path === undefined ? ok({}) : await saveBytes(bytes, path);
    },
  };
}
