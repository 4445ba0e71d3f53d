import { describe, expect, test } from 'vitest';
import { TLS12, TLS13 } from '#core/tls/version.ts';
import { countConnections } from './expected.ts';
import { answerOf, type FakeServer } from './fakeServer.ts';
import { createFindings, type Findings } from './findings.ts';
import { scanPlan } from './plan.ts';
import type { Answer, Probe } from './probe.ts';

const server: FakeServer = {
  versions: [TLS13, TLS12, 0x0302],
  // In an order of its own: CBC before GCM.
  ciphers: [0x1303, 0x1301, 0xc028, 0xc030, 0xc02f, 0xc014, 0x002f],
  groups: [24, 4588, 29],
  schemes: [0x0804, 0x0401],
  order: 'server',
  alpn: ['http/1.1', 'h2'],
};

/** Drives a plan to its end, or until so many probes were answered. */
function drive(answer: (probe: Probe) => Answer, most = 1000): { findings: Findings; probes: readonly Probe[] } {
  const findings = createFindings();
  const plan = scanPlan({ serverName: 'a.example' }, findings);
  const probes: Probe[] = [];
  for (let step = plan.next(); step.done !== true && probes.length < most; step = plan.next(answer(step.value))) {
    probes.push(step.value);
    findings.connections[step.value.phase] = (findings.connections[step.value.phase] ?? 0) + 1;
  }
  return { findings, probes };
}

const scan = (fake: FakeServer) => drive((probe) => answerOf(fake, probe)).findings;

describe('a scan finds what a server accepts', () => {
  test('its versions, highest first, and how it refuses the others', () => {
    const { versions } = scan(server);

    expect(versions.map(({ version, accepted }) => [version, accepted])).toEqual([
      ['TLSv1.3', true],
      ['TLSv1.2', true],
      ['TLSv1.1', true],
      ['TLSv1.0', false],
      ['SSLv3', false],
    ]);
    expect(versions.at(-1)?.refusal).toEqual({ kind: 'alert', number: 70, name: 'protocol_version' });
  });

  test('its cipher suites of each version, in its own order', () => {
    expect(scan(server).ciphers).toEqual([
      {
        version: 'TLSv1.3',
        accepted: ['TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
        preference: 'server',
        finished: true,
      },
      {
        version: 'TLSv1.2',
        accepted: [
          'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
          'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
          'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
          'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
          'TLS_RSA_WITH_AES_128_CBC_SHA',
        ],
        preference: 'server',
        finished: true,
      },
      {
        version: 'TLSv1.1',
        accepted: ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
        preference: 'server',
        finished: true,
      },
    ]);
  });

  test('that the order of the client decides, where it does', () => {
    const { ciphers, groups } = scan({ ...server, order: 'client' });

    expect(ciphers.map(({ preference }) => preference)).toEqual(['client', 'client', 'client']);
    expect(groups.map(({ preference }) => preference)).toEqual(['client', 'client']);
  });

  test('its groups, and those it refuses', () => {
    const [modern, old] = scan(server).groups;

    expect(modern?.accepted).toEqual(['secp384r1', 'X25519MLKEM768', 'x25519']);
    expect(modern?.refused).toContain('secp256r1');
    expect(old?.accepted).toEqual(['secp384r1', 'x25519']);
  });

  test('its signature schemes and protocols', () => {
    const { signatureSchemes, alpn } = scan(server);

    expect(signatureSchemes.map(({ accepted }) => accepted)).toEqual([
      ['rsa_pss_rsae_sha256', 'rsa_pkcs1_sha256'],
      ['rsa_pss_rsae_sha256', 'rsa_pkcs1_sha256'],
    ]);
    expect(alpn).toEqual({ accepted: ['h2', 'http/1.1'], refused: [], chosen: 'h2', without: 'goes-on' });
  });
});

describe('a scan ends', () => {
  test('after the versions when none is accepted', () => {
    const { findings, probes } = drive(() => ({ kind: 'alert', number: 40 }));

    expect(probes).toHaveLength(5);
    expect(findings.phase).toBeUndefined();
  });

  test('when a server chooses what was not offered, and says so', () => {
    const stubborn = (probe: Probe): Answer => {
      const answer = answerOf(server, probe);
      return answer.kind === 'hello' ? { ...answer, choice: { ...answer.choice, cipher: 0x1301, group: 29 } } : answer;
    };

    const { findings, probes } = drive(stubborn);

    expect(findings.phase).toBeUndefined();
    expect(probes.length).toBeLessThan(100);
    expect(findings.oddities).toContain('TLSv1.3: chose TLS_AES_128_GCM_SHA256, which was not offered.');
  });

  test.each(['closed', 'reset', 'timeout', 'unreadable'] as const)('when every answer is %s', (kind) => {
    expect(drive(() => ({ kind })).findings.versions.every(({ accepted }) => !accepted)).toBe(true);
  });
});

test('what was found so far is there whenever it is looked at', () => {
  for (let most = 0; most < 40; most++) {
    const { findings } = drive((probe) => answerOf(server, probe), most);
    const { made, expected } = countConnections(findings);

    expect(made).toBe(most);
    expect(expected).toBeGreaterThan(most);
  }
});

test('when all is done, as many connections were expected as were made', () => {
  const { made, expected } = countConnections(scan(server));

  expect(made).toBe(expected);
});
