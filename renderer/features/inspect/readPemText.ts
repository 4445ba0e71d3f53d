import { parsePem, type PemFailure } from '#core/certificate/pem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { inSlices } from './inSlices.ts';

const BEGIN = '-----BEGIN ';
const END = '-----END ';

/**
 * DER of every certificate in a PEM text, in order; as parsePem, which takes one block at a time here, so that a list of
 * thousands keeps nobody waiting.
 */
export async function readPemText(text: string): Promise<Result<readonly Uint8Array[], PemFailure>> {
  const ders: Uint8Array[] = [];
  let failure: PemFailure | undefined;
  await inSlices(blocksOf(text), ({ from, to }) => {
    if (failure !== undefined) return;
    const block = parsePem(text.slice(from, to));
    if (block.ok) ders.push(...block.value);
    else if (block.error.kind !== 'no-certificate') failure = withLine(block.error, text, from);
  });
  if (failure !== undefined) return fail(failure);
  if (ders.length === 0) return fail({ kind: 'no-certificate', message: 'There is no BEGIN CERTIFICATE line.' });
  return ok(ders);
}

/** Where each armoured block begins and ends. One without an end reaches to the next beginning. */
function* blocksOf(text: string): Generator<{ readonly from: number; readonly to: number }> {
  for (let from = text.indexOf(BEGIN); from >= 0;) {
    const next = text.indexOf(BEGIN, from + BEGIN.length);
    yield { from, to: endOf(text, from, next < 0 ? text.length : next) };
    from = next;
  }
}

function endOf(text: string, from: number, limit: number): number {
  const end = text.indexOf(END, from);
  if (end < 0 || end > limit) return limit;
  const dashes = text.indexOf('-----', end + END.length);
  return dashes < 0 || dashes > limit ? limit : dashes + '-----'.length;
}

/** The failure with its line counted from the top of the text. */
function withLine(failure: PemFailure, text: string, from: number): PemFailure {
  if (failure.kind === 'no-certificate') return failure;
  let before = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < from; at = text.indexOf('\n', at + 1)) before += 1;
  const line = before + failure.line;
  const message =
    failure.kind === 'unfinished'
      ? `The certificate that begins on line ${line} has no END line.`
      : `Line ${line} is not base64.`;
  return { ...failure, line, message };
}
