import { pathOf } from '#renderer/call.ts';
import { formatBytes } from '#core/format.ts';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import type { IdentityPart } from './useIdentityRead.ts';

/** Largest file without a path that is read in the window, bytes: a key store with its chain has a few thousand. */
const MAX_BYTES = 16_000_000;

export function partsOfPaths(paths: readonly string[]): readonly IdentityPart[] {
  return paths.map((path) => ({ name: path.split(/[\\/]/).at(-1) ?? path, source: { kind: 'path', path } }));
}

export function partOfText(text: string): IdentityPart {
  return { name: 'what you pasted', source: { kind: 'text', text } };
}

/** By their paths where they have one: the main process then reads them. */
export async function partsOfFiles(
  files: readonly File[],
): Promise<Result<readonly IdentityPart[], Failure<'unreadable-part'>>> {
  const parts: IdentityPart[] = [];
  for (const file of files) {
    const path = pathOf(file);
    if (path !== undefined) {
      parts.push({ name: file.name, source: { kind: 'path', path } });
      continue;
    }
    if (file.size > MAX_BYTES) return refused(`${file.name}: ${formatBytes(file.size)} is too much for a key.`);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      parts.push({ name: file.name, source: { kind: 'bytes', name: file.name, bytes } });
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return refused(`${file.name} could not be read. Choose it with the button instead.`);
    }
  }
  return ok(parts);
}

function refused(message: string): Result<never, Failure<'unreadable-part'>> {
  return fail({ kind: 'unreadable-part', message });
}
