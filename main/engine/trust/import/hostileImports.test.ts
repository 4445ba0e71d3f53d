import { afterAll, describe, expect, test } from 'vitest';
import type { InputOf } from '#core/contract.ts';
import { Collection } from './collect.ts';
import { presentIn } from './facts.ts';
import { testImports } from './testImports.ts';
import { hostileInput, realFiles, seeded, SEED_PASSWORD } from '#testdata/hostileFiles.ts';
import { unpack } from './unpack.ts';

/** Inputs of one run. WIREGLASS_IMPORT_INPUTS=100000 is the whole set; WIREGLASS_IMPORT_SEED begins it elsewhere. */
const COUNT = Number(process.env['WIREGLASS_IMPORT_INPUTS'] ?? 3000);
const FIRST = Number(process.env['WIREGLASS_IMPORT_SEED'] ?? 1);

const files = realFiles();
const here = testImports();
afterAll(() => here.close());

/** What the thread does and what follows beside it, without the thread: what hangs or breaks is seen with its seed. */
async function readOnce(input: Uint8Array | string, password?: string) {
  const unpacked = await unpack(input, password);
  const collection = new Collection(presentIn(undefined), Date.now);
  const item = { name: 'hostile', origin: { kind: 'paste' } } as const;
  if (!unpacked.ok) collection.refuse('hostile', unpacked.error, password !== undefined);
  else await collection.take(item, unpacked.value, () => false);
  return collection;
}

describe('a hostile file', () => {
  test('begins as a real one that is read', async () => {
    for (const { name, bytes } of files) {
      const password = /^(?:pkcs12|jks|jceks)/.test(name) ? SEED_PASSWORD : undefined;
      const { found } = (await readOnce(new Uint8Array(bytes), password)).result();

      expect([name, found.length]).toEqual([name, /der|trusted|base64|hex/.test(name) ? 1 : 2]);
    }
  });

  test(
    'random or mutated, gets an answer: certificates, or why there are none',
    async () => {
      let worst = { ms: 0, what: '' };
      let read = 0;
      for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
        const { what, input, password } = hostileInput(files, seed);
        const begun = process.cpuUsage();
        const answer = await readOnce(input, password).catch((error: unknown) => {
          throw new Error(what, { cause: error });
        });
        const { user, system } = process.cpuUsage(begun);
        const ms = (user + system) / 1000;
        if (ms > worst.ms) worst = { ms, what };
        const { found, locked, problems } = answer.result();
        if (found.length > 0) read += 1;
        if (found.length + locked.length + problems.length === 0) throw new Error(`no answer for ${what}`);
        for (const one of found) if (!answer.kept.has(one.sha256)) throw new Error(`not kept: ${what}`);
      }
      if (COUNT > 3000)
        console.log(
          `${COUNT} inputs, ${read} with certificates, worst ${worst.ms.toFixed(0)} ms of a processor (${worst.what})`,
        );
      expect(read).toBeGreaterThan(COUNT / 20);
    },
    60_000 + COUNT * 30,
  );

  test('leaves the trust store as it was, whatever is read', async () => {
    const before = here.store.state();
    const sources = Array.from({ length: 200 }, (_, at) => {
      const { input } = hostileInput(files, FIRST + at);
      return typeof input === 'string'
        ? ({ kind: 'text', text: input } as const)
        : ({ kind: 'bytes', name: `${at}`, bytes: input } as const);
    });

    await here.read(sources, Object.fromEntries(sources.map((_, at) => [`${at}`, SEED_PASSWORD])));

    expect(here.store.state()).toEqual(before);
  });

  test('is added as a whole or not at all, whatever is ticked of it', async () => {
    let stored = 0;
    for (let seed = FIRST; seed < FIRST + 120; seed++) {
      const random = seeded(seed);
      const { input } = hostileInput(files, seed);
      const jobId = here.newId();
      const source =
        typeof input === 'string'
          ? ({ kind: 'text', text: input } as const)
          : ({ kind: 'bytes', name: 'hostile', bytes: input } as const);
      const read = await here.tryRead(jobId, [source]);
      const found = read.ok ? read.value.found.slice(0, 50) : [];
      const ids = [...found.map(({ sha256 }) => sha256), ...(random(6) === 0 ? ['0'.repeat(64)] : [])];
      const choices: InputOf<'trust.addRead'>['choices'] = ids.map((sha256) =>
        random(3) === 0 ? { as: 'hint', sha256 } : { as: 'anchor', sha256, scope: ['.corp'] },
      );
      const before = here.store.state();

      const added = await here.imports.add({ jobId, choices });

      if (!added.ok) {
        expect(here.store.state()).toEqual(before);
        continue;
      }
      stored += choices.length;
      const anchors = new Set(added.value.anchors.map(({ sha256 }) => sha256));
      const hints = new Set(added.value.hints.map(({ sha256 }) => sha256));
      for (const { as, sha256 } of choices) expect((as === 'anchor' ? anchors : hints).has(sha256)).toBe(true);
    }
    expect(stored).toBeGreaterThan(0);
  });
});
