import type { InputOf } from '#core/contract.ts';
import { ok, type Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import { readSmallFile } from './readSmallFile.ts';

/** Largest trust file read, in bytes: 20,000 authorities at ~3 kB each. */
const MAX_BYTES = 64_000_000;

/** The text of a paste, of bytes or of a file; UTF-8, a byte order mark apart. Never rejects. */
export async function readText(source: InputOf<'trust.movePlan'>['source']): Promise<Result<string, TrustFailure>> {
  if (source.kind === 'text') return ok(source.text);
  const bytes = source.kind === 'bytes' ? ok(source.bytes) : await readSmallFile(source.path, MAX_BYTES);
  return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : bytes;
}
