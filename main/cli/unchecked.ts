import { verdictOf, type Exchange } from '#core/http/exchange.ts';
import { toned, type Line } from '#core/report/line.ts';
import { print } from './command.ts';
import type { Flag } from './flags.ts';
import type { CliPowers } from './powers.ts';

export const uncheckedFlag: Flag = {
  name: 'insecure-once',
  help: 'send this one request to whoever answers; credentials in headers are left out, no client certificate is shown',
};

/** Says on standard error what an unchecked send was: who received it nobody knows. Nothing for any other exchange. */
export async function tellUnchecked(exchange: Exchange, powers: Pick<CliPowers, 'stderr'>): Promise<void> {
  const { withheld = [] } = exchange.request;
  const lines: Line[] = [];
  if (verdictOf(exchange)?.kind === 'unchecked' && exchange.timings.sendMs !== undefined)
    lines.push([toned('bad', '! UNCHECKED: this request was sent, and nobody verified to whom.')]);
  if (withheld.length > 0) lines.push([toned('bad', `! Left out of it: ${withheld.join(', ')}.`)]);
  if (lines.length > 0) await print(powers.stderr, lines);
}
