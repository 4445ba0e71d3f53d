import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { issueRoot } from '#testdata/pki.ts';
import { openTrustStore } from './store.ts';

/** Switches the system's roots off and on and an anchor in and out, and says how many changes were answered. */
const child = `
  const { openTrustStore } = await import(process.argv[1]);
  const store = openTrustStore({ folder: process.argv[2], now: Date.now, systemRoots: () => [], bundledRoots: () => [] });
  const pem = process.argv[3];
  let answered = 0;
  for (;;) {
    const { sources, anchors } = store.state().value;
    const answer =
      answered % 2 === 0 ? store.setSource('system', !sources.system)
      : anchors.length === 0 ? store.add([{ pem, scope: ['a.corp'], origin: { kind: 'paste' } }])
      : store.remove([{ kind: 'anchor', id: anchors[0].sha256 }]);
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    process.stdout.write(String(++answered) + '\\n');
    await new Promise(setImmediate);
  }`;

test('killed in the middle of writing, the file holds every decision that was answered and no half of another', async () => {
  const { cert } = issueRoot('/CN=Survivor');
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-killed-'));
  let answeredInAll = 0;

  for (const lines of [3, 10, 25]) {
    const script = new URL('./store.ts', import.meta.url).href;
    const running = spawn(process.execPath, ['--input-type=module', '-e', child, script, folder, cert], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const chunk of running.stdout) {
      said += String(chunk);
      if (said.split('\n').length > lines) running.kill('SIGKILL');
    }
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
    answeredInAll += said.split('\n').length - 1;

    const store = openTrustStore({ folder, now: Date.now, systemRoots: () => [], bundledRoots: () => [] });
    const state = store.state();
    const audit = store.audit({ limit: 1000 });
    store.close();

    if (!state.ok || !audit.ok) throw new Error(JSON.stringify({ state, audit }));
    const changes = audit.value.entries.length;
    expect(state.value.revision).toBe(1 + changes);
    // One change may have been kept whose answer did not come through any more.
    expect(changes - answeredInAll).toBeGreaterThanOrEqual(0);
    expect(changes - answeredInAll).toBeLessThanOrEqual(1);
    answeredInAll = changes;
    const last = audit.value.entries.find(({ subject }) => subject === 'system');
    expect(state.value.sources.system).toBe(last?.action !== 'source-off');
    const lastAnchor = audit.value.entries.find(({ subject }) => subject !== 'system');
    expect(state.value.anchors.length).toBe(lastAnchor === undefined || lastAnchor.action === 'remove-anchor' ? 0 : 1);
  }
});
