import type { Handlers, InputOf } from '#core/contract.ts';
import { clipboardSources } from '#main/clipboardSources.ts';
import type { Shell } from '#main/shell.ts';

type Sources = InputOf<'trust.read'>['sources'];

/** Reads certificates from the clipboard without showing the window what else lies there. @param read what answers `trust.read` */
export function clipboardHandlers(
  shell: Pick<Shell, 'readClipboard'>,
  read: Handlers['trust.read'],
): Pick<Handlers, 'trust.readClipboard'> {
  let last: Sources | undefined;
  return {
    'trust.readClipboard': async ({ jobId, passwords }) => {
      const sources = passwords === undefined ? undefined : last;
      last = sources ?? [...clipboardSources(await shell.readClipboard())];
      return await read({ jobId, sources: last, ...(passwords === undefined ? {} : { passwords }) });
    },
  };
}
