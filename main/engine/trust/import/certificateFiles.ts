import { opendir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Levels below the folder that was given, itself counted. */
const MAX_DEPTH = 4;
export const MAX_FILES = 2000;
/** Entries looked at in all: a home folder has more, and is not what is meant. */
const MAX_ENTRIES = 200_000;

/** Endings of files that hold certificates; the hash links of openssl (`5ed36f99.0`) among them. */
const endings =
  /\.(?:pem|crt|cer|cert|der|ca-bundle|p7b|p7c|spc|p12|pfx|jks|jceks|keystore|truststore)$|^[0-9a-f]{8}\.\d+$/i;
/** Names that say it without an ending: Java's `cacerts`, `ca-bundle.trust`, `my-truststore.bin`. */
const names = /(?:^|[._-])(?:cacerts|ca-bundle|keystore|truststore)(?:\.[a-z0-9]{1,10})?$/i;

/** Whether a file of this name is read when a folder is given. */
export function saysCertificate(name: string): boolean {
  return endings.test(name) || names.test(name);
}

export interface FolderFiles {
  /** Paths, sorted. */
  readonly files: readonly string[];
  /** There are more, or the folder is too large to look through. */
  readonly limited: boolean;
}

/**
 * Files of a folder whose names say certificate. A link is followed when it leads to a file within the folder; what leads out of it,
 * and what cannot be listed, is passed over.
 *
 * @throws what the system says of the folder itself
 */
export async function certificateFiles(folder: string, signal: AbortSignal): Promise<FolderFiles> {
  const root = await realpath(folder);
  const files = new Set<string>();
  let entries = 0;
  const look = async (place: string, depth: number): Promise<boolean> => {
    for await (const entry of await opendir(place)) {
      if (signal.aborted || ++entries > MAX_ENTRIES || files.size > MAX_FILES) return false;
      const path = join(place, entry.name);
      if (entry.isDirectory()) {
        if (depth < MAX_DEPTH && !(await look(path, depth + 1).catch(() => true))) return false;
        continue;
      }
      if (!saysCertificate(entry.name)) continue;
      if (entry.isFile()) files.add(path);
      const target = entry.isSymbolicLink() ? await linkedFile(path, root) : undefined;
      if (target !== undefined) files.add(target);
    }
    return true;
  };
  const complete = await look(root, 1);
  return { files: [...files].sort().slice(0, MAX_FILES), limited: !complete || files.size > MAX_FILES };
}

/** Where a link leads, when that is a file within the folder. */
async function linkedFile(path: string, root: string): Promise<string | undefined> {
  try {
    const target = await realpath(path);
    const inside = target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
    return inside && (await stat(target)).isFile() ? target : undefined;
  } catch {
    // It leads nowhere, or round in a circle.
    return undefined;
  }
}
