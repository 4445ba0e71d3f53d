import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a second instance says to the first. */
export interface SecondInstance {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
}

/**
 * True when this process now holds the profile; false when another does, which has then been told.
 *
 * Synchronous, as Electron's is. The lock is a file with the holder's process id, made by link(2), which is atomic; the lock of
 * a process that is gone (kill -9) is taken over.
 *
 * @param onSecond called in the holder for every later instance
 */
export function holdProfile(folder: string, onSecond: (second: SecondInstance) => void): boolean {
  const letters = join(folder, 'instance');
  mkdirSync(letters, { recursive: true });
  const lock = join(letters, 'lock');
  if (!takeLock(lock, letters)) {
    const letter: SecondInstance = { argv: process.argv, workingDirectory: process.cwd() };
    writeLetter(letters, letter);
    return false;
  }
  // Letters to an instance that died before it read them are to nobody.
  for (const name of readdirSync(letters)) if (name.endsWith('.letter')) rmSync(join(letters, name), { force: true });
  const watcher = watch(letters, (_change, name) => {
    if (name?.endsWith('.letter') !== true) return;
    const letter = readLetter(join(letters, name));
    if (letter) onSecond(letter);
  });
  watcher.unref();
  process.once('exit', () => {
    rmSync(lock, { force: true });
  });
  return true;
}

function takeLock(lock: string, folder: string): boolean {
  const mine = join(folder, `${process.pid}.${randomUUID()}`);
  writeFileSync(mine, String(process.pid));
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        linkSync(mine, lock);
        return true;
      } catch {
        if (isAlive(holderOf(lock))) return false;
        rmSync(lock, { force: true });
      }
    }
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function holderOf(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  // Ids are used again: a process that never heard of Electron's stand-in is not the holder. A zombie has no command line.
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('register.mjs');
  } catch {
    return false;
  }
}

function writeLetter(folder: string, letter: SecondInstance): void {
  const hidden = join(folder, `${randomUUID()}.new`);
  writeFileSync(hidden, JSON.stringify(letter));
  // Renamed when complete, so that the reader never sees half of it.
  linkSync(hidden, hidden.replace(/\.new$/, '.letter'));
  rmSync(hidden);
}

function readLetter(path: string): SecondInstance | undefined {
  try {
    const letter = JSON.parse(readFileSync(path, 'utf8')) as SecondInstance;
    rmSync(path, { force: true });
    return letter;
  } catch {
    // Its removal is also a change of the folder.
    return undefined;
  }
}
