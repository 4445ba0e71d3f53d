import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { derOf } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { openTrustStore } from './store.ts';

/**
 * Decides one thing of every kind in turn, over and over, and says after each what it had decided and what then stood in the store.
 * Uses of exceptions and notes are written in between.
 */
const child = `
  const { openTrustStore } = await import(process.argv[1]);
  const { root, hint, leaf, identity } = JSON.parse(process.argv[3]);
  const store = openTrustStore({ folder: process.argv[2], now: Date.now, systemRoots: () => [root], bundledRoots: () => [] });
  const paste = { kind: 'paste' };
  const first = (list) => store.state().value[list][0];
  const sha256 = store.state().value.anchors.find(({ source }) => source === 'system').sha256;
  const decisions = [
    () => store.setSource('bundled', !store.state().value.sources.bundled),
    () => store.switch([sha256], false),
    () => store.switch([sha256], true),
    () => store.add([{ pem: hint, scope: ['a.corp'], origin: paste }]),
    () => store.update({ sha256: first('anchors').sha256, scope: ['*.b.corp'], enabled: false }),
    () => store.remove([{ kind: 'anchor', id: first('anchors').sha256 }]),
    () => store.addHints([{ pem: hint, origin: paste }]),
    () => store.remove([{ kind: 'hint', id: first('hints').sha256 }]),
    () => store.refuse({ kind: 'key', of: { pem: hint } }),
    () => store.remove([{ kind: 'distrust', id: 'key:' + first('distrusted').sha256 }]),
    () => store.except({ host: 'nas.lab', port: 443, pem: leaf, accepted: ['self-signed'], end: { kind: 'forever' } }),
    () => store.except({ host: 'nas.lab', port: 443, pem: leaf, accepted: ['expired'], end: { kind: 'once' } }),
    () => store.remove([{ kind: 'exception', id: first('exceptions').id }]),
    () => store.addIdentity({ ...identity, id: crypto.randomUUID(), chain: [Buffer.from(identity.chain, 'base64')] }),
    () => store.protectIdentity(first('identities').id, { bytes: new Uint8Array(500).fill(1), by: 'Keychain' }),
    () => store.remove([{ kind: 'identity', id: first('identities').id }]),
  ];
  for (let answered = 0; ; answered++) {
    const answer = decisions[answered % decisions.length]();
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    const { revision, sources, anchors, hints, distrusted, identities } = answer.value;
    const exceptions = answer.value.exceptions.filter(({ end }) => end.kind === 'forever');
    const stands = [sources, anchors, hints, distrusted, exceptions, identities];
    process.stdout.write(JSON.stringify({ revision, stands }) + '\\n');
    const excepted = first('exceptions');
    if (excepted !== undefined) store.stopped(excepted.id, { leaf: String(answered).padStart(64, '0'), unaccepted: [] });
    store.audit({ limit: 1 });
    await new Promise(setImmediate);
  }`;

interface Said {
  readonly revision: number;
  readonly stands: readonly unknown[];
}

test('killed in the middle of writing, the file holds every decision that was answered and no half of another', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-killed-'));
  const root = issueRoot('/CN=Survivor').cert;
  const hint = issueRoot('/CN=Second').cert;
  const leaf = issue({ subject: '/CN=nas.lab', extensions: leafExtensions('nas.lab') });
  const chain = Buffer.from(derOf(leaf)).toString('base64');
  const identity = { label: 'ci', enabled: true, hosts: ['*.corp'], addedAt: 1, origin: 'ci.p12', chain };
  const given = JSON.stringify({ root, hint, leaf: leaf.cert, identity });
  const script = new URL('./store.ts', import.meta.url).href;

  // In the middle of one kind of decision after another, not always of the same.
  for (const lines of [5, 13, 24]) {
    const running = spawn(process.execPath, ['--input-type=module', '-e', child, script, folder, given], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const chunk of running.stdout) {
      said += String(chunk);
      if (said.split('\n').length > lines) running.kill('SIGKILL');
    }
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
    const last = JSON.parse(said.trim().split('\n').at(-1) ?? '') as Said;

    const store = openTrustStore({ folder, now: Date.now, systemRoots: () => [root], bundledRoots: () => [] });
    const state = store.state();
    const audit = store.audit({ limit: 1000 });
    if (!state.ok || !audit.ok) throw new Error(JSON.stringify({ state, audit }));
    const { revision, sources, anchors, hints, distrusted, exceptions, identities } = state.value;
    // One change may have been kept whose answer did not come through any more.
    expect(revision - last.revision).toBeGreaterThanOrEqual(0);
    expect(revision - last.revision).toBeLessThanOrEqual(1);
    const stands = [sources, anchors, hints, distrusted, exceptions, identities];
    if (revision === last.revision) expect(withoutStops(stands)).toEqual(withoutStops(last.stands));
    // What it began with must not be in its way.
    for (const kind of ['anchor', 'hint', 'exception', 'identity'] as const) removeAll(kind);
    store.remove(distrusted.map(({ sha256 }) => ({ kind: 'distrust', id: `key:${sha256}` })));
    store.close();

    function removeAll(kind: 'anchor' | 'hint' | 'exception' | 'identity'): void {
      const things = {
        anchor: anchors.filter(({ source }) => source === 'custom').map(({ sha256 }) => sha256),
        hint: hints.map(({ sha256 }) => sha256),
        exception: exceptions.map(({ id }) => id),
        identity: identities.map(({ id }) => id),
      }[kind];
      if (things.length > 0) store.remove(things.map((id) => ({ kind, id })));
    }
  }
  // Each start of a process reads the whole engine from its sources: seconds on a machine that is busy.
}, 60_000);

/** Whether a stop was written in time is not what this is about. */
function withoutStops(stands: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(stands, (key, value: unknown) => (key === 'stopped' ? undefined : value)));
}
