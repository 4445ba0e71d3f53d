// The Certificate Transparency logs that a Chromium binary for Linux knows, read out of its tables.
//
// Chromium compiles its log list in (components/certificate_transparency/data/log_list.json → kCTLogList). Each entry of the
// table begins with a pointer to the log's key, its length, a pointer to its name, the kind of log and a pointer to its
// operator. In a position-independent binary those pointers are R_X86_64_RELATIVE relocations, so they can be looked up.

import { readFileSync } from 'node:fs';

const ENTRY = { key: 0, keyLength: 8, name: 16, operator: 32, bytes: 56 };
const LOAD = 1;
const DYNAMIC = 2;
const RELATIVE = 8;

/** @returns {{ key: Buffer, name: string, operator: string, disqualified: boolean }[]} in the order of the table */
export function chromiumLogs(path) {
  const image = readFileSync(path);
  const { load, dynamic } = segments(image);
  const offsetOf = (address) => {
    const found = load.find(({ at, bytes }) => address >= at && address < at + bytes);
    return found === undefined ? undefined : found.offset + (address - found.at);
  };
  const pointers = relocations(image, dynamic, offsetOf);
  const text = (address) => {
    const start = address === undefined ? undefined : offsetOf(address);
    return start === undefined ? undefined : image.toString('utf8', start, image.indexOf(0, start));
  };
  const found = [];
  for (const [place, target] of [...pointers].sort(([a], [b]) => a - b)) {
    const start = offsetOf(target);
    const size = offsetOf(place + ENTRY.keyLength);
    if (start === undefined || size === undefined || image[start] !== 0x30) continue;
    const length = Number(image.readBigUInt64LE(size));
    // SubjectPublicKeyInfo of P-256 (91 bytes) or RSA 2048 (294): what RFC 6962 §2.1.4 lets a log have.
    if (length !== 91 && length !== 294) continue;
    const name = text(pointers.get(place + ENTRY.name));
    const operator = text(pointers.get(place + ENTRY.operator));
    if (name === undefined || operator === undefined || !/[a-z] ?['A-Z0-9]/.test(name)) continue;
    found.push({ place, key: image.subarray(start, start + length), name, operator });
  }
  return withTables(found);
}

/** The first run of entries without a gap is the list; entries after it carry a date as well: those are disqualified. */
function withTables(found) {
  const runs = [[]];
  for (const log of found) {
    const run = runs.at(-1);
    if (run.length > 0 && log.place - run.at(-1).place !== ENTRY.bytes) runs.push([]);
    runs.at(-1).push(log);
  }
  const list = runs.reduce((longest, run) => (run.length > longest.length ? run : longest));
  const end = list.at(-1).place;
  // They follow the list within a few hundred bytes.
  const later = found.filter(({ place }) => place > end && place < end + 4096);
  return [
    ...list.map((log) => ({ ...log, disqualified: false })),
    ...later.map((log) => ({ ...log, disqualified: true })),
  ];
}

function segments(image) {
  const number = (at) => Number(image.readBigUInt64LE(at));
  const table = number(32);
  const size = image.readUInt16LE(54);
  const all = Array.from({ length: image.readUInt16LE(56) }, (_, index) => {
    const at = table + index * size;
    return { type: image.readUInt32LE(at), offset: number(at + 8), at: number(at + 16), bytes: number(at + 32) };
  });
  return { load: all.filter(({ type }) => type === LOAD), dynamic: all.find(({ type }) => type === DYNAMIC) };
}

function relocations(image, dynamic, offsetOf) {
  const tags = new Map();
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.bytes; at += 16)
    tags.set(Number(image.readBigInt64LE(at)), Number(image.readBigUInt64LE(at + 8)));
  const [DT_RELA, DT_RELASZ] = [7, 8];
  const start = offsetOf(tags.get(DT_RELA));
  const pointers = new Map();
  for (let at = start; at < start + tags.get(DT_RELASZ); at += 24)
    if (image.readUInt32LE(at + 8) === RELATIVE)
      pointers.set(Number(image.readBigUInt64LE(at)), Number(image.readBigInt64LE(at + 16)));
  return pointers;
}
