import { fileWords } from './fileWords.ts';
import { parseAddress } from '#core/http/address.ts';
import type { InputOf } from '#core/contract.ts';
import { formatBytes, formatPlural } from '#core/format.ts';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { pathOf } from '#renderer/call.ts';

export type ReadSource = InputOf<'trust.read'>['sources'][number];

/** What is to be read, and what it is called in the title. */
export type ImportAsk =
  | { readonly kind: 'sources'; readonly sources: readonly ReadSource[]; readonly title: string }
  | { readonly kind: 'clipboard'; readonly title: string }
  | {
      readonly kind: 'server';
      readonly host: string;
      readonly port: number;
      readonly sources: readonly ReadSource[];
      readonly title: string;
    };

/** Largest file without a path that is read in the window, bytes; the same limit as the method's (MAX_PEM_CHARS in core/contract/input.ts). */
const MAX_BYTES = 16_000_000;
/** The same limit as the method's. */
const MAX_SOURCES = 1000;

export type Unaskable = Failure<'unaskable'>;

function unaskable(message: string): Result<never, Unaskable> {
  return fail({ kind: 'unaskable', message });
}

export function askForPaths(paths: readonly string[]): Result<ImportAsk, Unaskable> {
  if (paths.length > MAX_SOURCES) return tooMany(paths.length);
  const [only] = paths;
  const title = paths.length === 1 && only !== undefined ? fileWords(only, []) : formatPlural(paths.length, 'file');
  return ok({ kind: 'sources', sources: paths.map((path) => ({ kind: 'path', path })), title });
}

/** Files by their paths where they have one: the main process then reads them, and checks them as it would any other. */
export async function askForFiles(files: readonly File[]): Promise<Result<ImportAsk, Unaskable>> {
  if (files.length > MAX_SOURCES) return tooMany(files.length);
  const sources: ReadSource[] = [];
  for (const file of files) {
    const path = pathOf(file);
    if (path !== undefined) {
      sources.push({ kind: 'path', path });
      continue;
    }
    if (file.size > MAX_BYTES) {
      return unaskable(
        `${file.name}: ${formatBytes(file.size)} is too much; up to ${formatBytes(MAX_BYTES)} are read.`,
      );
    }
    try {
      sources.push({ kind: 'bytes', name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return unaskable(`${file.name} could not be read. Choose it with the button instead.`);
    }
  }
  const [only] = files;
  const title = files.length === 1 && only !== undefined ? only.name : formatPlural(files.length, 'file');
  return ok({ kind: 'sources', sources, title });
}

export function askForText(text: string): Result<ImportAsk, Unaskable> {
  if (text.length > MAX_BYTES) {
    return unaskable(`${formatBytes(text.length)} is too much; up to ${formatBytes(MAX_BYTES)} are read.`);
  }
  return ok({ kind: 'sources', sources: [{ kind: 'text', text }], title: 'what you pasted' });
}

/** 'api.corp', 'api.corp:8443', '[::1]:8443', an address of a page. */
export function askForServer(typed: string): Result<ImportAsk, Unaskable> {
  const address = parseAddress(typed.trim());
  if (!address.ok || address.value.scheme !== 'https') return unaskable('Write a host, or host:port.');
  const { host, port } = address.value;
  return ok({ kind: 'server', host, port, sources: [{ kind: 'server', host, port }], title: patternFor(host, port) });
}

export function askForUrl(typed: string): Result<ImportAsk, Unaskable> {
  const url = typed.trim();
  if (!/^https?:\/\/./i.test(url) || !URL.canParse(url)) return unaskable('Write the whole address, with https://.');
  if (new URL(url).username !== '' || new URL(url).password !== '') {
    return unaskable('Leave out the name and the password: they would be kept with the certificates.');
  }
  return ok({ kind: 'sources', sources: [{ kind: 'url', url }], title: url });
}

function tooMany(count: number): Result<never, Unaskable> {
  return unaskable(`${count} files are too many at once; up to ${MAX_SOURCES} are read.`);
}
