import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ClipboardSource =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'path'; readonly path: string };

/** More lines than a person has copied paths; a text of so many is no list of them. */
const MAX_PATHS = 1000;

/**
 * What the text of a clipboard stands for: files when every line names one by an absolute path or a file: address, as file managers
 * copy them, else the text itself.
 */
export function clipboardSources(text: string): readonly ClipboardSource[] {
  const lines = text.split(/\r?\n/, MAX_PATHS + 1).flatMap((line) => line.trim() || []);
  const paths = lines.length > MAX_PATHS ? [] : lines.map(pathIn);
  if (paths.length === 0 || paths.includes(undefined)) return [{ kind: 'text', text }];
  return paths.flatMap((path) => (path === undefined ? [] : [{ kind: 'path' as const, path }]));
}

function pathIn(line: string): string | undefined {
  // Windows copies paths in quotes.
  const bare = pathOf(/^"(.+)"$/.exec(line)?.[1] ?? line);
  // A line of base64 may begin with a slash: it is a path only when nothing but one is meant.
  // Two slashes name another computer on Windows, which would be asked, with the user's name, for a file.
  // On Windows a file: address with a host comes to such a path, too.
  const isHere = bare !== undefined && isAbsolute(bare) && !/^[\\/]{2}/.test(bare);
  return isHere && bare.length <= 4096 && !bare.includes('-----') ? bare : undefined;
}

/** Undefined for a file: address that is no path of this computer. */
function pathOf(text: string): string | undefined {
  if (!/^file:\/\//i.test(text)) return text;
  try {
    return fileURLToPath(text);
  } catch {
    return undefined;
  }
}
