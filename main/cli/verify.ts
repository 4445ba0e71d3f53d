import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { toned, type Line } from '#core/report/line.ts';
import { fail, type Result } from '#core/result.ts';
import { pathAnchors, type KnownCertificate, type PathAnchors } from '#core/trust/anchors.ts';
import { explainFinding } from '#core/trust/explain.ts';
import { checkPath, type UnreadableCertificate } from '#core/trust/path.ts';
import { blocks, type Finding } from '#core/trust/verdict.ts';
import { Bounded } from '#main/engine/trust/bounded.ts';
import { verifySignature } from '#main/engine/trust/verifySignature.ts';
import { complain, print, type Command } from './command.ts';
import type { Given } from './flags.ts';
import { streamLines, type StreamLine } from './lines.ts';
import { exitCodes, type CliPowers } from './powers.ts';
import {
  parseVerifyRequest,
  readCertificates,
  type VerifyRequest,
  type VerifyRequestFailure,
} from './verifyRequest.ts';
import { readSent } from '#main/engine/trust/readSent.ts';

export const verifyCommand: Command = {
  flags: [{ name: 'json', help: 'print {id, ok, findings} or {id, ok, error} as one line for each line read' }],
  notes: [
    'Each line: {"id", "chain": [server, …issuers], "anchors": […], "host"?, "time"?}. Certificates are PEM or base64 DER;',
    'without a host no name is checked; time is ISO 8601 or milliseconds, by default now. Nothing is fetched, and the',
    'trust lists of this computer are not asked. What only authorities must keep to is a warning, and refuses nothing.',
  ],
  exits: [
    ['0', 'every chain is good'],
    ['2', 'the command line, the file or, where no chain is refused, a line cannot be read'],
    ['4', 'a chain is refused'],
    ['130', 'interrupted'],
  ],
  run,
};

/** Longest line read, in bytes: a TLS message full of certificates (16 MiB) in base64, with room for anchors. */
const MAX_LINE_BYTES = 32 * 1024 ** 2;

interface Tally {
  good: number;
  refused: number;
  unreadable: number;
}

async function run(given: Given, powers: CliPowers): Promise<number> {
  const [path = '-', ...more] = given.positionals;
  if (more.length > 0) {
    await complain(powers, 'verify takes one file, or none to read standard input: wireglass verify chains.jsonl');
    return exitCodes.usage;
  }
  const input = addAbortSignal(powers.interrupted, path === '-' ? powers.stdin() : createReadStream(path));
  const tally: Tally = { good: 0, refused: 0, unreadable: 0 };
  try {
    await judgeAll(input, tally, given.has('json') ? jsonLine : tableLines, powers);
  } catch (error) {
    if (powers.interrupted.aborted) return exitCodes.interrupted;
    const { code } = error as NodeJS.ErrnoException;
    // Without a system's code it is a bug, not a file.
    if (code === undefined) throw error;
    await complain(powers, `${path}: cannot be read (${code}).`);
    return exitCodes.usage;
  }
  return conclude(tally, given, powers);
}

async function conclude(tally: Tally, given: Given, powers: CliPowers): Promise<number> {
  const { good, refused, unreadable } = tally;
  if (good + refused + unreadable === 0) {
    await complain(powers, 'There is no chain to judge: the input is empty.');
    return exitCodes.usage;
  }
  if (!given.has('json'))
    await print(powers.stdout, [
      [],
      [`${good} good, ${refused} refused${unreadable === 0 ? '' : `, ${unreadable} unreadable`}`],
    ]);
  if (refused > 0) return exitCodes.untrusted;
  return unreadable > 0 ? exitCodes.usage : exitCodes.ok;
}

/** What is printed for one line: field names are fixed, scripts rely on them. */
type Answer =
  | { readonly id?: string | number; readonly ok: boolean; readonly findings: readonly Finding[] }
  | { readonly id?: string | number; readonly ok: false; readonly error: AnswerError };
/** `line` counts from 1. */
type AnswerError = Omit<VerifyRequestFailure, 'id'> & { readonly line: number };

async function judgeAll(
  input: Readable,
  tally: Tally,
  show: (answer: Answer, powers: CliPowers) => Promise<void>,
  powers: CliPowers,
): Promise<void> {
  const judge = createBulkJudge(powers.now);
  for await (const line of streamLines(input, MAX_LINE_BYTES)) {
    if (line.kind === 'line' && isBlank(line.bytes)) continue;
    const answer = judge(line);
    if ('error' in answer) tally.unreadable += 1;
    else if (answer.ok) tally.good += 1;
    else tally.refused += 1;
    await show(answer, powers);
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/** Texts kept: the roots of every large list together are some 300, and intermediates repeat. At ~10 kB each. */
const MAX_TEXTS = 1000;
/** Longest text kept, in characters. Real certificates are a few thousand; longer ones are read each time, so that memory has a bound. */
const MAX_KEPT_TEXT = 16_384;
/** Sets of anchors kept, by what is in them. */
const MAX_ANCHOR_SETS = 20;

type Sent = KnownCertificate | UnreadableCertificate;

interface AnchorSet {
  readonly anchors: PathAnchors;
  /** Those that are none: they prove nothing, and are named. */
  readonly unreadable: readonly Finding[];
}

/** Judges line after line. What repeats, which is most issuers and all anchors, is decoded once. */
function createBulkJudge(now: () => number): (line: StreamLine) => Answer {
  const texts = new Bounded<readonly Uint8Array[]>(MAX_TEXTS);
  const decoded = new Bounded<Sent>(MAX_TEXTS);
  const sets = new Bounded<AnchorSet>(MAX_ANCHOR_SETS);

  const readText = (text: string): readonly Uint8Array[] | undefined => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    const found = readCertificates(text);
    return found === undefined || text.length > MAX_KEPT_TEXT ? found : texts.set(text, found);
  };
  const read = (der: Uint8Array): Sent => {
    const sha256 = hash('sha256', der, 'hex');
    const known = decoded.get(sha256);
    if (known !== undefined) return known;
    const one = readSent(der, sha256);
    return der.length > MAX_KEPT_TEXT ? one : decoded.set(sha256, one);
  };
  const anchorSet = (anchors: readonly Sent[]): AnchorSet => {
    const key = anchors.map(({ sha256 }) => sha256).join();
    return sets.get(key) ?? sets.set(key, anchorSetOf(anchors));
  };

  return (line) => {
    const request = requestOf(line, readText);
    if (!request.ok) {
      const { id, ...error } = request.error;
      return { ...(id !== undefined && { id }), ok: false, error: { ...error, line: line.number } };
    }
    const { id, chain, anchors, host, time = now() } = request.value;
    const trusted = anchorSet(anchors.map(read));
    const result = checkPath(
      {
        sent: chain.map(read),
        ...(host !== undefined && { host }),
        anchors: trusted.anchors,
        now: time,
        profile: 'whole',
      },
      verifySignature,
    );
    const findings = [...result.findings, ...trusted.unreadable];
    return { ...(id !== undefined && { id }), ok: !findings.some(blocks), findings };
  };
}

function requestOf(
  line: StreamLine,
  readText: (text: string) => readonly Uint8Array[] | undefined,
): Result<VerifyRequest, VerifyRequestFailure> {
  if (line.kind === 'line') return parseVerifyRequest(line.bytes, readText);
  return fail({ kind: 'too-long', message: `The line is longer than ${MAX_LINE_BYTES} bytes.` });
}

function anchorSetOf(all: readonly Sent[]): AnchorSet {
  const anchors = all.flatMap((one) =>
    'reason' in one ? [] : [{ ...one, source: 'custom' as const, label: '', scope: [] }],
  );
  const unreadable = all.flatMap((one): Finding[] =>
    'certificate' in one
      ? []
      : [
          {
            kind: 'malformed',
            severity: 'warning',
            certificate: one.sha256,
            reason: `this anchor cannot be read: ${one.reason}`,
          },
        ],
  );
  return { anchors: pathAnchors(anchors), unreadable };
}

async function jsonLine(answer: Answer, { stdout }: CliPowers): Promise<void> {
  await stdout.write(`${JSON.stringify(answer)}\n`);
}

/** Room for the id: most are short, and a longer one moves its own row only. */
const ID_COLUMN = 20;
const marks = { error: toned('bad', '✗'), warning: toned('warn', '!'), note: toned('dim', '·') } as const;

/** One row, with a row for each further finding below it. Rows are printed as they come, so the column is fixed. */
function tableLines(answer: Answer, { stdout }: CliPowers): Promise<void> {
  const id = String(answer.id ?? '').padEnd(ID_COLUMN);
  if ('error' in answer)
    return print(stdout, [[toned('bad', '?'), ` ${id}  line ${answer.error.line}: ${answer.error.message}`]]);
  const first: Line = answer.ok
    ? [toned('good', '✓'), ` ${id}  good`]
    : [toned('bad', '✗'), ` ${id}  `, toned('bad', 'refused')];
  const rest = answer.findings.map((finding): Line => {
    const subject = finding.subject === undefined ? '' : ` (${finding.subject})`;
    const detail = finding.kind === 'malformed' ? `: ${finding.reason}` : '';
    return [' '.repeat(ID_COLUMN + 4), marks[finding.severity], ` ${explainFinding(finding).title}${subject}${detail}`];
  });
  return print(stdout, [first, ...rest]);
}
