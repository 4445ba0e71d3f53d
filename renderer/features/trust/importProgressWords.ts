import type { ImportProgress } from './useImport.ts';
import { formatCount } from '#core/format.ts';

/** What is being done, and how far it is. */
export function importProgressWords(progress: ImportProgress | undefined): string {
  if (progress === undefined) return 'Beginning…';
  const { done, total } = progress;
  const far = total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  switch (progress.phase) {
    case 'files':
      return `Reading files: ${far}`;
    case 'network':
      return 'Waiting for the answer';
    case 'certificates':
      return `Looking at certificates: ${far}`;
    case 'storing':
      return `Storing: ${far}`;
  }
}
