import { distinctCandidates } from './candidateWords.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { InputOf } from '#core/contract.ts';
import type { AnchorOrigin, ImportCandidate } from '#core/trust/anchor.ts';
import { call, pathOf } from '#renderer/call.ts';
import { formatBytes } from '#core/format.ts';

/** What was found in what the user gave, and what could not be read of it. */
export interface ImportRead {
  readonly candidates: readonly ImportCandidate[];
  /** Where each certificate came from, by SHA-256. */
  readonly origins: ReadonlyMap<string, AnchorOrigin>;
  readonly problems: readonly ImportProblem[];
}

export interface ImportProblem {
  readonly name: string;
  readonly words: string;
}

/** Something to be read: a file on disk, the bytes of a dropped file, or pasted text. */
type ImportSource = InputOf<'trust.preview'>['source'];

/** Largest dropped file that is read in the window, bytes; the same limit as the method's (MAX_PEM_CHARS in core/contract.ts). */
const MAX_BYTES = 16_000_000;

export async function readPaths(paths: readonly string[]): Promise<ImportRead> {
  return merged(await Promise.all(paths.map((path) => readOne({ kind: 'path', path }, baseName(path)))));
}

export async function readText(text: string): Promise<ImportRead> {
  return readOne({ kind: 'text', text }, 'What you pasted');
}

export async function readFiles(files: readonly File[]): Promise<ImportRead> {
  return merged(await Promise.all(files.map(readFile)));
}

/** By its path where it has one: the main process then reads it, and checks it as it would any other. */
async function readFile(file: File): Promise<ImportRead> {
  const path = pathOf(file);
  if (path !== undefined) return readOne({ kind: 'path', path }, file.name);
  if (file.size > MAX_BYTES) {
    return refused(file.name, `${formatBytes(file.size)} is too much; up to ${formatBytes(MAX_BYTES)} are read.`);
  }
  try {
    return await readOne(
      { kind: 'bytes', name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) },
      file.name,
    );
  } catch (error) {
    if (error instanceof DOMException) return refused(file.name, 'It could not be read. Folders cannot be imported.');
    throw error;
  }
}

async function readOne(source: ImportSource, name: string): Promise<ImportRead> {
  const result = await call('trust.preview', { source });
  if (!result.ok) return refused(name, explainTrustFailure(result.error));
  const origin: AnchorOrigin = source.kind === 'text' ? { kind: 'paste' } : { kind: 'file', name };
  return {
    candidates: result.value,
    origins: new Map(result.value.map((candidate) => [candidate.sha256, origin])),
    problems: [],
  };
}

function refused(name: string, words: string): ImportRead {
  return { candidates: [], origins: new Map(), problems: [{ name, words }] };
}

function merged(reads: readonly ImportRead[]): ImportRead {
  return {
    candidates: distinctCandidates(reads.flatMap((read) => read.candidates)),
    origins: new Map(reads.flatMap((read) => [...read.origins])),
    problems: reads.flatMap((read) => read.problems),
  };
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
