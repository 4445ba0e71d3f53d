import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MAX_PEM_CHARS } from '#core/contract.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { errorCode } from '#main/engine/sqlite.ts';
import { readSmallFile } from '#main/engine/trust/readSmallFile.ts';
import { certificateFiles, MAX_FILES } from './certificateFiles.ts';
import { fromServer, fromUrl, type Network } from './fromNetwork.ts';
import { spareOf, type AnyReadFailure, type Item, type Loaded, type ReadSource } from './source.ts';

export type Problem = { readonly name: string; readonly failure: AnyReadFailure };

/** What the sources come to, with folders looked through; in their order. Nothing is opened yet. Never rejects. */
export async function itemsOf(
  sources: readonly ReadSource[],
  network: Network,
  signal: AbortSignal,
): Promise<{ readonly items: readonly Item[]; readonly problems: readonly Problem[] }> {
  const items: Item[] = [];
  const problems: Problem[] = [];
  for (const source of sources) {
    if (signal.aborted) break;
    if (source.kind !== 'path') {
      items.push(itemOf(source, network));
      continue;
    }
    const found = await filesOf(source.path, signal);
    if (!found.ok) {
      problems.push({ name: source.path, failure: found.error });
      continue;
    }
    for (const path of found.value.files) items.push(fileItem(path));
    if (found.value.limited) problems.push({ name: source.path, failure: tooManyFiles() });
  }
  if (items.length <= MAX_FILES) return { items, problems };
  const { name } = items[MAX_FILES] ?? { name: '' };
  return { items: items.slice(0, MAX_FILES), problems: [...problems, { name, failure: tooManyFiles() }] };
}

function itemOf(source: Exclude<ReadSource, { kind: 'path' }>, network: Network): Item {
  switch (source.kind) {
    case 'text':
      return inputItem('pasted text', { kind: 'paste' }, source.text);
    case 'bytes':
      return inputItem(source.name, { kind: 'file', name: source.name }, source.bytes);
    case 'server':
      return fromServer(source, network);
    case 'url':
      return fromUrl(source, network);
  }
}

function inputItem(name: string, origin: Item['origin'], input: Uint8Array | string): Item {
  const load = () => Promise.resolve(input.length > MAX_PEM_CHARS ? tooLarge(input.length) : asInput(input));
  return { name, origin, phase: 'files', load };
}

/** A file by its path. Its name in the window is the path: two folders may hold files of one name. */
function fileItem(path: string): Item {
  const load = async (): Promise<Result<Loaded, AnyReadFailure>> => {
    const read = await readSmallFile(path, MAX_PEM_CHARS);
    return read.ok ? ok({ kind: 'input', input: read.value, ...spareOf(read.value) }) : read;
  };
  return { name: path, origin: { kind: 'file', name: basename(path).slice(0, 1000) }, phase: 'files', load };
}

function asInput(input: Uint8Array | string): Result<Loaded, never> {
  return ok({ kind: 'input', input });
}

async function filesOf(
  path: string,
  signal: AbortSignal,
): Promise<Result<{ readonly files: readonly string[]; readonly limited: boolean }, AnyReadFailure>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok({ files: [path], limited: false });
    const found = await certificateFiles(path, signal);
    if (found.files.length > 0 || found.limited) return ok(found);
    return fail({ kind: 'nothing-there', path, message: 'No file of it says certificate.' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail({ kind: 'unreadable', path, code: errorCode(error), message });
  }
}

function tooManyFiles(): AnyReadFailure {
  return { kind: 'too-many', what: 'files', limit: MAX_FILES, message: `More than ${MAX_FILES} files.` };
}

function tooLarge(bytes: number): Result<never, AnyReadFailure> {
  return fail({ kind: 'too-large', bytes, limitBytes: MAX_PEM_CHARS, message: `${bytes} bytes.` });
}
