import type { TrustFailure } from '#core/trust/anchor.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { complain, print } from '#main/cli/command.ts';
import { exitCodes } from '#main/cli/powers.ts';
import { writeFileWhole } from '#main/engine/history/save.ts';
import { listForExport, writeList } from '#main/engine/trust/exportList.ts';
import { writeTrust } from '#main/engine/trust/moveTrust.ts';
import { misuse, refuse, type TaskInput, type TrustTask } from './task.ts';

const formats = ['trust', 'pem', 'p7b', 'jks', 'json'] as const;
type Format = (typeof formats)[number];

/** The whole store as a trust file, or the user's own authorities as other programs read them. */
export const exportTrust: TrustTask = async (input) => {
  const { given, operands, powers } = input;
  const [path, ...more] = operands;
  if (path === undefined || more.length > 0)
    return misuse(powers, 'trust export takes one file: trust export trust.json');
  const format = formats.find((one) => one === (given.one('format') ?? 'trust'));
  if (format === undefined) return misuse(powers, `--format takes ${formats.join(', ')}.`);
  const content = contentOf(input, format);
  if (!content.ok) return refuse(powers, content.error);
  if (path === '-') {
    await powers.stdout.write(content.value.data);
    return exitCodes.ok;
  }
  const written = await writeFileWhole(path, [content.value.data]);
  if (!written.ok) {
    await complain(powers, `${path} could not be written: ${written.error.message}`);
    return exitCodes.failed;
  }
  const { entries } = content.value;
  await print(powers.stdout, [[`Wrote ${entries} ${entries === 1 ? 'entry' : 'entries'} to ${path}.`]]);
  return exitCodes.ok;
};

interface Content {
  readonly data: string | Uint8Array;
  readonly entries: number;
}

function contentOf({ powers, store, state }: TaskInput, format: Format): Result<Content, TrustFailure> {
  const now = powers.now();
  if (format === 'trust') {
    const written = writeTrust(store, { writtenAt: now, writtenBy: `Wireglass ${powers.version}` });
    return written.ok ? ok({ data: written.value.text, entries: written.value.entries }) : fail(written.error);
  }
  const customs = state.anchors.filter(({ source }) => source === 'custom').map(({ sha256 }) => sha256);
  const list = listForExport(store, customs);
  if (!list.ok) return list;
  return ok({ data: writeList(list.value, format, now), entries: list.value.length });
}
