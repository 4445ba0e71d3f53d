// Writes core/certificate/ct/logs.ts and logKeys.ts: the Certificate Transparency logs that the app can name and check.
//
//   node scripts/ctLogs/write.mjs --chromium /usr/lib/chromium/chromium --date 2026-11-22 --history all_logs_list.json
//
// --chromium  the logs that count today, from a Chromium for Linux (or --current log_list.json, the same as Google publishes it)
// --date      of that list: when the binary was built
// --history   Google's list of all logs that ever were, for certificates of former years; each file has its own date
//
// What is in neither is shown as unknown to the list of this date. Then: npx prettier --write core/certificate/ct

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumLogs } from './chromiumLogs.mjs';

const { values } = parseArgs({
  options: {
    chromium: { type: 'string' },
    current: { type: 'string' },
    date: { type: 'string' },
    history: { type: 'string' },
  },
});

const logs = new Map();

if (values.history !== undefined) for (const log of publishedLogs(values.history, historicState)) add(log);
if (values.current !== undefined) for (const log of publishedLogs(values.current, currentState)) add(log);
if (values.chromium !== undefined)
  for (const { key, name, operator, disqualified } of chromiumLogs(values.chromium))
    add({ key, name, operator, state: disqualified ? 'retired' : 'accepted' });

const rows = [...logs.values()].sort((a, b) => a.order.localeCompare(b.order));
const folder = join(import.meta.dirname, '../../core/certificate/ct');
const made = 'Made by scripts/ctLogs/write.mjs; not to be changed by hand.';

writeFileSync(
  join(folder, 'logs.ts'),
  `/*
 * ${made}
 * Sources: the log list in Chromium for Linux of ${values.date} (what counts today), and Google's list of all logs of
 * ${historyDate()} (what counted once).
 */

/** When the list of what counts today was made. */
export const CT_LIST_DATE = '${values.date}';

/** When the list of what counted once was made: of the logs that are only in it, nothing later is known. */
export const CT_HISTORY_DATE = '${historyDate()}';

/**
 * 'accepted': Chromium counts its timestamps; 'retired': it once did, or the log was refused later; 'other': test logs and
 * those that were never taken in.
 */
export type CtLogState = 'accepted' | 'retired' | 'other';

/** Log ID (SHA-256 of the key, base64), operator, name, state. */
export const ctLogs: readonly (readonly [id: string, operator: string, name: string, state: CtLogState])[] = [
${rows.map(({ id, operator, name, state }) => `  [${[id, operator, name, state].map(quoted).join(', ')}],`).join('\n')}
];
`,
);
writeFileSync(
  join(folder, 'logKeys.ts'),
  `/*
 * ${made} Sources as in logs.ts.
 */

/** What stands in front of the point in the SubjectPublicKeyInfo of a P-256 key (RFC 5480 §2). */
export const P256_PREFIX = '${P256()}';

/** Keys in the order of ctLogs, base64: the 64 bytes of the point for P-256, else the whole SubjectPublicKeyInfo. */
export const ctLogKeys: readonly string[] = [
${rows.map(({ key }) => `  ${quoted(shortKey(key))},`).join('\n')}
];
`,
);
console.log(`${rows.length} logs, ${rows.filter(({ state }) => state === 'accepted').length} accepted.`);

function add({ key, name, operator, state }) {
  const id = createHash('sha256').update(key).digest('base64');
  const short = plainName(name, operator);
  logs.set(id, { id, key, operator, state, name: short, order: `${operator}\0${short}` });
}

/** "Google 'Argon2026h2' log" → "Argon2026h2": the operator stands beside it. */
function plainName(name, operator) {
  const begins = name.toLowerCase().startsWith(`${operator.toLowerCase()} `);
  const bare = begins ? name.slice(operator.length + 1) : name;
  return bare
    .replace(/['‘’"]([^'‘’"]+)['‘’"]/g, '$1')
    .replace(/ log$/i, '')
    .trim();
}

function* publishedLogs(path, stateOf) {
  for (const operator of JSON.parse(readFileSync(path, 'utf8')).operators)
    for (const log of [...operator.logs, ...(operator.tiled_logs ?? [])])
      yield {
        key: Buffer.from(log.key, 'base64'),
        name: log.description ?? log.url,
        operator: operator.name,
        state: stateOf(Object.keys(log.state ?? {})[0]),
      };
}

function currentState(state) {
  if (state === 'usable' || state === 'qualified' || state === 'readonly') return 'accepted';
  return state === 'retired' ? 'retired' : 'other';
}

/** What counted when the history was written and is not in today's list has retired since. */
function historicState(state) {
  return state === undefined || state === 'pending' ? 'other' : 'retired';
}

function historyDate() {
  if (values.history === undefined) return 'no date';
  return JSON.parse(readFileSync(values.history, 'utf8')).log_list_timestamp.slice(0, 10);
}

function P256() {
  return '3059301306072a8648ce3d020106082a8648ce3d03010703420004';
}

function shortKey(key) {
  const hex = Buffer.from(key).toString('hex');
  return hex.startsWith(P256())
    ? Buffer.from(hex.slice(P256().length), 'hex').toString('base64')
    : key.toString('base64');
}

function quoted(text) {
  return JSON.stringify(text);
}
