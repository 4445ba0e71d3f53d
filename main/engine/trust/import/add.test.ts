import { afterAll, describe, expect, test } from 'vitest';
import type { InputOf } from '#core/contract.ts';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { testImports } from './testImports.ts';

const here = testImports();
afterAll(() => here.close());

const root = issueRoot('/CN=Halden Root');
const other = issueRoot('/CN=Other Root');
const issuing = issue({ subject: '/CN=Halden Issuing', issuer: root, extensions: caExtensions });
const leaf = issue({ subject: '/CN=api', issuer: root, extensions: leafExtensions('api.corp') });
const [rootId, otherId, issuingId, leafId] = [root, other, issuing, leaf].map((one) => known(one).sha256) as [
  string,
  string,
  string,
  string,
];

type Choice = InputOf<'trust.addRead'>['choices'][number];

const anchor = (sha256: string, more: Partial<Extract<Choice, { as: 'anchor' }>> = {}): Choice => ({
  as: 'anchor',
  sha256,
  scope: [],
  ...more,
});
const hint = (sha256: string): Choice => ({ as: 'hint', sha256 });

async function readAll(): Promise<string> {
  const jobId = here.newId();
  const text = [root, other, issuing, leaf].map(({ cert }) => cert).join('');
  const read = await here.tryRead(jobId, [{ kind: 'bytes', name: 'bundle.pem', bytes: Buffer.from(text) }]);
  expect(read).toMatchObject({ ok: true });
  return jobId;
}

const add = (jobId: string, ...choices: Choice[]) => here.imports.add({ jobId, choices });

describe('what was ticked of a read', () => {
  test('is stored with what was said of it, anchors and hints in one step', async () => {
    const jobId = await readAll();
    const until = Date.now() + 86_400_000;

    const added = await add(
      jobId,
      anchor(rootId, { label: 'Halden', scope: ['*.Corp'], trustedUntil: until, note: 'by phone' }),
      hint(issuingId),
    );

    expect(added).toMatchObject({
      ok: true,
      value: {
        anchors: [
          {
            sha256: rootId,
            label: 'Halden',
            scope: ['*.corp'],
            trustedUntil: until,
            note: 'by phone',
            origin: { kind: 'file', name: 'bundle.pem' },
          },
        ],
        hints: [{ sha256: issuingId, label: 'Halden Issuing' }],
      },
    });
    expect(here.progress.at(-1)).toEqual({ jobId, phase: 'storing', done: 2, total: 2 });
  });

  test('is known by the next read', async () => {
    const { found } = await here.read([{ kind: 'text', text: `${root.cert}${issuing.cert}` }]);

    expect(found).toMatchObject([{ presentIn: ['custom'], custom: { label: 'Halden' } }, { presentIn: ['hint'] }]);
  });

  test.each([
    ['a leaf as an authority', [anchor(otherId), anchor(leafId)], 'not-a-ca'],
    ['a leaf as a hint', [anchor(otherId), hint(leafId)], 'not-a-ca'],
    ['a host pattern that is none', [hint(issuingId), anchor(otherId, { scope: ['http://x/'] })], 'bad-pattern'],
    ['what is an anchor already', [anchor(otherId), anchor(rootId)], 'already-there'],
    ['what was not read', [anchor(otherId), anchor('0'.repeat(64))], 'read-gone'],
  ] as const)('changes nothing when %s is among it', async (_, choices, kind) => {
    const jobId = await readAll();
    const before = here.store.state();

    expect(await add(jobId, ...choices)).toMatchObject({ ok: false, error: { kind } });

    expect(here.store.state()).toEqual(before);
  });

  test('a leaf is called by what it is, so that the exception can be offered', async () => {
    expect(await add(await readAll(), anchor(leafId))).toMatchObject({
      error: { kind: 'not-a-ca', what: 'a server certificate for api.corp', subject: 'api' },
    });
  });
});

describe('what was read', () => {
  test('is gone when something else was read, and when it was forgotten', async () => {
    const first = await readAll();
    const second = await readAll();

    expect(await add(first, anchor(otherId))).toMatchObject({ ok: false, error: { kind: 'read-gone' } });
    expect(here.imports.forget(second)).toBe(true);
    expect(here.imports.forget(second)).toBe(false);
    expect(await add(second, anchor(otherId))).toMatchObject({ ok: false, error: { kind: 'read-gone' } });
  });

  test('a read that is stopped leaves nothing, and the next one goes on', async () => {
    const jobId = here.newId();
    const running = here.tryRead(jobId, [{ kind: 'text', text: root.cert.repeat(2000) }]);

    expect(here.imports.forget(jobId)).toBe(true);

    expect(await running).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(await add(jobId, anchor(rootId))).toMatchObject({ ok: false, error: { kind: 'read-gone' } });
    expect((await here.read([{ kind: 'text', text: other.cert }])).found).toHaveLength(1);
  });

  test('a read that another one overtakes says so', async () => {
    const first = here.tryRead(here.newId(), [{ kind: 'text', text: root.cert.repeat(2000) }]);
    const second = here.read([{ kind: 'text', text: other.cert }]);

    expect(await first).toMatchObject({ ok: false, error: { kind: 'read-gone' } });
    expect((await second).found).toHaveLength(1);
  });
});
