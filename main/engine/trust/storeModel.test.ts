import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCertificate } from '#core/certificate/decode.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
import { combineVerdict } from '#core/trust/combine.ts';
import { acceptable, type ExceptionEnd } from '#core/trust/exception.ts';
import { hintsFor } from '#core/trust/hint.ts';
import { judgeException } from '#core/trust/judgeException.ts';
import { checkPath } from '#core/trust/path.ts';
import { blocks, type FindingKind } from '#core/trust/verdict.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { fingerprintOf } from './authority.ts';
import { openTrustStore, type TrustStore } from './store.ts';
import { Model, type End, type ModelChain, type World } from './testModel.ts';
import { verifySignature } from './verifySignature.ts';

const HOSTS = ['a.corp', 'x.a.corp', 'b.test', '10.1.2.3'] as const;
const PORTS = [443, 8443] as const;
const servers = HOSTS.flatMap((host) => PORTS.map((port) => ({ host, port, name: `${host}:${port}` })));

const rootA = issueRoot('/O=Alpha Corp/CN=Alpha Root');
const rootS = issueRoot('/O=System Trust/CN=System Root');
const rootB = issueRoot('/O=Bundled Trust/CN=Bundled Root');
const interA = issue({ subject: '/CN=Alpha Issuing', issuer: rootA, extensions: caExtensions });
const interB = issue({ subject: '/CN=Bundled Issuing', issuer: rootB, extensions: caExtensions });
const leaf = (issuer: typeof rootA, names: readonly string[] = HOSTS) =>
  issue({ subject: '/CN=server', issuer, extensions: leafExtensions(...names) });

const pems = {
  rootA: rootA.cert,
  // The same name and key in another certificate: what cross-signing and renewal make.
  twinA: twinOf(rootA.keyFile, '/O=Alpha Corp/CN=Alpha Root'),
  interA: interA.cert,
  rootS: rootS.cert,
  rootB: rootB.cert,
  interB: interB.cert,
  leafA: leaf(interA).cert,
  leafS: leaf(rootS).cert,
  leafB: leaf(interB).cert,
  otherS: leaf(rootS, ['other.test']).cert,
  self: issue({ subject: '/CN=alone', extensions: leafExtensions(...HOSTS) }).cert,
} as const;
type Name = keyof typeof pems;

function twinOf(keyFile: string, subject: string): string {
  const out = join(mkdtempSync(join(tmpdir(), 'wireglass-twin-')), 'twin.pem');
  execFileSync('openssl', [
    ...['req', '-x509', '-new', '-key', keyFile, '-subj', subject, '-days', '200', '-out', out],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  ]);
  return readFileSync(out, 'utf8');
}

const known = Object.fromEntries(Object.entries(pems).map(([name, pem]) => [name, knownOf(pem)])) as Record<
  Name,
  KnownCertificate
>;

function knownOf(pem: string): KnownCertificate {
  const der = new Uint8Array(new X509Certificate(pem).raw);
  const certificate = decodeCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  return { sha256: fingerprintOf(der), certificate: certificate.value };
}

function keyOf(pem: string): string {
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

const world: World = {
  keys: Object.fromEntries(Object.entries(pems).map(([name, pem]) => [name, keyOf(pem)])),
  lists: { system: ['rootS', 'twinA'], bundled: ['rootB', 'rootS'] },
  covers: {
    'a.corp': ['a.corp:443', 'a.corp:8443'],
    '*.a.corp': ['x.a.corp:443', 'x.a.corp:8443'],
    '.corp': ['a.corp:443', 'a.corp:8443', 'x.a.corp:443', 'x.a.corp:8443'],
    'b.test:8443': ['b.test:8443'],
    '10.1.0.0/16': ['10.1.2.3:443', '10.1.2.3:8443'],
  },
};
const patterns = Object.keys(world.covers);

const chains: Readonly<Record<string, ModelChain>> = {
  alpha: {
    sent: ['leafA', 'interA'],
    paths: [
      ['leafA', 'interA'],
      ['leafA', 'interA', 'rootA'],
      ['leafA', 'interA', 'twinA'],
    ],
  },
  system: { sent: ['leafS'], paths: [['leafS', 'rootS']] },
  gap: {
    sent: ['leafB'],
    paths: [
      ['leafB', 'interB'],
      ['leafB', 'interB', 'rootB'],
    ],
  },
  other: { sent: ['otherS'], paths: [] },
  alone: { sent: ['self'], paths: [] },
};

const authorities = ['rootA', 'twinA', 'interA', 'rootS', 'rootB', 'interB'] as const satisfies readonly Name[];
const leaves = ['leafA', 'leafS', 'leafB', 'otherS', 'self'] as const satisfies readonly Name[];
const faultKinds: readonly FindingKind[] = [
  'self-signed',
  'unknown-issuer',
  'incomplete-chain',
  'wrong-host',
  'out-of-scope',
];

const authority = fc.constantFrom(...authorities);
const anyName = fc.constantFrom(...authorities, ...leaves);
const scope = fc.subarray(patterns, { maxLength: 2 });
const laterMs = fc.integer({ min: -1, max: 20 }).map((hours) => hours * 3_600_000);
const server = fc.constantFrom(...servers);
const end = fc.oneof(fc.constantFrom('once' as const, 'session' as const, 'forever' as const), laterMs);

const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('add' as const), authority, scope, laterMs: fc.option(laterMs) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('scope' as const), authority, scope }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'restore' as const), authority }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('switch' as const), authority, enabled: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('refuse' as const, 'unrefuse' as const, 'refuse-again' as const),
      name: anyName,
      by: fc.constantFrom('certificate' as const, 'key' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('hint' as const, 'unhint' as const, 'rehint' as const), authority }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('except' as const),
      server,
      leaf: fc.constantFrom(...leaves),
      accepted: fc.subarray([...faultKinds], { minLength: 1 }),
      end,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('extend' as const), server, end }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('unexcept' as const, 'spend' as const), server }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reexcept' as const), which: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('source' as const),
      list: fc.constantFrom('system' as const, 'bundled' as const),
      enabled: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** The store beside its model. Every operation must be answered alike, and leave both of the same mind. */
class Pair {
  readonly model = new Model(world, Date.now());
  readonly #folder = mkdtempSync(join(tmpdir(), 'wireglass-model-'));
  #store = this.#open();
  /** What another process decides on the same file; it hears of the first only through the file. */
  #other = this.#open();

  #open(): TrustStore {
    return openTrustStore({
      folder: this.#folder,
      now: () => this.model.now,
      systemRoots: () => world.lists.system.map((name) => pems[name as Name]),
      bundledRoots: () => world.lists.bundled.map((name) => pems[name as Name]),
    });
  }

  close(): void {
    this.#store.close();
    this.#other.close();
    rmSync(this.#folder, { recursive: true });
  }

  perform(one: Operation): void {
    const { model } = this;
    switch (one.do) {
      case 'add': {
        const until = one.laterMs === null ? undefined : model.now + one.laterMs;
        const answer = this.#other.add([
          {
            pem: pems[one.authority],
            scope: [...one.scope],
            origin: { kind: 'paste' },
            ...(until === undefined ? {} : { trustedUntil: until }),
          },
        ]);
        expect(answer.ok).toBe(!model.anchors.has(one.authority));
        if (answer.ok) {
          model.anchors.set(one.authority, { enabled: true, scope: one.scope, until });
          model.removedAnchors.delete(one.authority);
        }
        return;
      }
      case 'scope': {
        const before = model.anchors.get(one.authority);
        const answer = this.#store.update({ sha256: known[one.authority].sha256, scope: [...one.scope] });
        expect(answer.ok).toBe(before !== undefined);
        if (before !== undefined) model.anchors.set(one.authority, { ...before, scope: one.scope });
        return;
      }
      case 'remove':
        return this.#remove(model.anchors, model.removedAnchors, one.authority, 'anchor', known[one.authority].sha256);
      case 'restore':
        return this.#restore(model.anchors, model.removedAnchors, one.authority, 'anchor', known[one.authority].sha256);
      case 'switch':
        return this.#switch(one.authority, one.enabled);
      case 'refuse':
      case 'unrefuse':
      case 'refuse-again':
        return this.#refusal(one.do, one.name, one.by);
      case 'hint':
      case 'unhint':
      case 'rehint':
        return this.#hint(one.do, one.authority);
      case 'except':
        return this.#except(one.server, one.leaf, one.accepted, one.end);
      case 'extend':
        return this.#extend(one.server.name, one.end);
      case 'unexcept': {
        const exception = model.exceptions.get(one.server.name);
        if (exception === undefined) return;
        expect(this.#store.remove([{ kind: 'exception', id: exception.id }]).ok).toBe(true);
        model.exceptions.delete(one.server.name);
        model.removedExceptions.set(`${exception.id} ${one.server.name}`, exception);
        return;
      }
      case 'reexcept':
        return this.#reexcept(one.which);
      case 'spend': {
        const exception = model.exceptions.get(one.server.name);
        if (exception === undefined) return;
        const inForce = model.isInForce(exception);
        expect(this.#store.spend(exception.id)).toBe(inForce);
        if (inForce) exception.used++;
        return;
      }
      case 'source':
        expect(this.#other.setSource(one.list, one.enabled).ok).toBe(true);
        model.sources[one.list] = one.enabled;
        return;
      case 'wait':
        model.now += one.hours * 3_600_000;
        return;
      case 'restart':
        this.#store.close();
        this.#store = this.#open();
        model.restart();
    }
  }

  #remove<T>(present: Map<string, T>, removed: Map<string, T>, name: string, kind: 'anchor', id: string): void {
    const thing = present.get(name);
    expect(this.#store.remove([{ kind, id }]).ok).toBe(thing !== undefined);
    if (thing === undefined) return;
    present.delete(name);
    removed.set(name, thing);
  }

  #restore<T>(present: Map<string, T>, removed: Map<string, T>, name: string, kind: 'anchor', id: string): void {
    const thing = removed.get(name);
    expect(this.#other.restore([{ kind, id }]).ok).toBe(thing !== undefined);
    if (thing === undefined) return;
    removed.delete(name);
    present.set(name, thing);
  }

  #switch(name: Name, enabled: boolean): void {
    const { model } = this;
    const custom = model.anchors.get(name);
    const isListed = [...world.lists.system, ...world.lists.bundled].includes(name);
    const answer = this.#store.switch([known[name].sha256], enabled);
    expect(answer.ok).toBe(custom !== undefined || isListed);
    if (custom !== undefined) model.anchors.set(name, { ...custom, enabled });
    else if (isListed && enabled) model.off.delete(name);
    else if (isListed) model.off.add(name);
  }

  #refusal(act: 'refuse' | 'unrefuse' | 'refuse-again', name: Name, by: 'certificate' | 'key'): void {
    const { model } = this;
    const number = by === 'certificate' ? known[name].sha256 : (world.keys[name] ?? '');
    const value = by === 'certificate' ? name : number;
    const present = by === 'certificate' ? model.refusedCertificates : model.refusedKeys;
    const id = `${by}:${number}`;
    const items = [{ kind: 'distrust', id }] as const;
    const was = present.has(value);
    if (act === 'refuse') {
      expect(this.#store.refuse({ kind: by, of: { pem: pems[name] } }).ok).toBe(!was);
      present.add(value);
      model.removedRefusals.delete(id);
    } else if (act === 'unrefuse') {
      expect(this.#store.remove(items).ok).toBe(was);
      if (was) model.removedRefusals.add(id);
      present.delete(value);
    } else {
      const canCome = model.removedRefusals.delete(id);
      expect(this.#store.restore(items).ok).toBe(canCome);
      if (canCome) present.add(value);
    }
  }

  #hint(act: 'hint' | 'unhint' | 'rehint', name: Name): void {
    const { model } = this;
    const items = [{ kind: 'hint', id: known[name].sha256 }] as const;
    const was = model.hints.has(name);
    if (act === 'hint') {
      expect(this.#store.addHints([{ pem: pems[name], origin: { kind: 'paste' } }]).ok).toBe(true);
      model.hints.add(name);
      if (!was) model.removedHints.delete(name);
    } else if (act === 'unhint') {
      expect(this.#store.remove(items).ok).toBe(was);
      if (was) model.removedHints.add(name);
      model.hints.delete(name);
    } else {
      const canCome = model.removedHints.delete(name);
      expect(this.#store.restore(items).ok).toBe(canCome);
      if (canCome) model.hints.add(name);
    }
  }

  #except(at: (typeof servers)[number], name: Name, accepted: readonly FindingKind[], given: End): void {
    const { model } = this;
    const until: End = typeof given === 'number' ? model.now + given : given;
    const { host, port } = at;
    const order = { host: host.toUpperCase(), port, pem: pems[name], accepted: [...accepted], end: endOf(until) };
    const answer = this.#store.except(order);
    const isPast = typeof until === 'number' && until < model.now;
    expect(answer.ok).toBe(!isPast && !model.isRefused(name));
    if (!answer.ok) return;
    const made = answer.value.exceptions.find((one) => one.host === host && one.port === port);
    const earlier = model.exceptions.get(at.name);
    if (earlier !== undefined) model.removedExceptions.set(`${earlier.id} ${at.name}`, earlier);
    model.exceptions.set(at.name, { id: made?.id ?? '', leaf: name, accepted, end: until, used: 0 });
  }

  #extend(name: string, given: End): void {
    const { model } = this;
    const exception = model.exceptions.get(name);
    if (exception === undefined) return;
    const until: End = typeof given === 'number' ? model.now + given : given;
    const answer = this.#store.updateException({ id: exception.id, end: endOf(until) });
    const isPast = typeof until === 'number' && until < model.now;
    expect(answer.ok).toBe(!isPast && !model.isRefused(exception.leaf));
    if (!answer.ok) return;
    model.exceptions.set(name, { ...exception, end: until, used: until === 'once' ? 0 : exception.used });
  }

  #reexcept(which: number): void {
    const { model } = this;
    const entries = [...model.removedExceptions];
    const [key, exception] = entries[which % Math.max(1, entries.length)] ?? [];
    if (key === undefined || exception === undefined) return;
    const name = key.slice(key.indexOf(' ') + 1);
    const isFree = !model.exceptions.has(name);
    expect(this.#store.restore([{ kind: 'exception', id: exception.id }]).ok).toBe(isFree);
    if (!isFree) return;
    model.removedExceptions.delete(key);
    model.exceptions.set(name, exception);
  }

  /** Every server with every chain: judged by the real check on what the store says, and by the model. */
  compare(): void {
    // Another process's change is seen at the latest when the state is asked for.
    const state = this.#store.state();
    expect(state.ok).toBe(true);
    for (const at of servers) for (const [label, chain] of Object.entries(chains)) this.#compareOne(at, label, chain);
  }

  #compareOne({ host, port, name }: (typeof servers)[number], label: string, chain: ModelChain): void {
    const { model } = this;
    const trust = this.#store.effective(host, port);
    const sent = chain.sent.map((one) => known[one as Name]);
    const { hints, refused, refusedAnchors } = trust;
    const input = { sent, host, port, anchors: trust, now: model.now, refused, refusedAnchors };
    const result = checkPath({ ...input, hints: hintsFor(hints, sent) }, verifySignature);
    const faults = new Set(result.findings.filter(blocks).map(({ kind }) => kind));
    const trusted = result.anchor !== undefined && faults.size === 0;
    expect({ name, label, trusted }).toEqual({ name, label, trusted: model.isTrusted(chain, name) });

    const library = { accepted: trusted, code: trusted ? 'OK' : 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' };
    const verdict = combineVerdict(result, library, {});
    const grants = this.#store.exceptionsFor(host, port);
    const [first] = sent;
    const ruling = judgeException({
      verdict,
      leaf: first?.sha256,
      libraryLeaf: first?.sha256,
      signature: 'good',
      grants,
    });
    if (ruling.kind !== 'excepted') return;
    expect({ name, label, excepted: model.isExcepted(chain, name, faults) }).toEqual({ name, label, excepted: true });
    expect([...faults].every(acceptable)).toBe(true);
  }

  /** As many exceptions count as the model says, whether or not a server shows what they are for. */
  compareGrants(): void {
    for (const { host, port, name } of servers) {
      const exception = this.model.exceptions.get(name);
      const inForce = exception !== undefined && this.model.isInForce(exception);
      const grants = this.#store.exceptionsFor(host, port);
      expect({ name, ids: grants.map(({ id }) => id) }).toEqual({ name, ids: inForce ? [exception.id] : [] });
    }
  }
}

function endOf(end: End): ExceptionEnd {
  return typeof end === 'number' ? { kind: 'date', at: end } : { kind: end };
}

test('no sequence of decisions makes a server trusted that no active anchor or exception covers', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 20 }), (operations) => {
      const pair = new Pair();
      try {
        for (const one of operations) {
          pair.perform(one);
          pair.compareGrants();
        }
        pair.compare();
      } finally {
        pair.close();
      }
    }),
    { numRuns: 40 },
  );
});
