import type {
  AlpnAnswer,
  CipherAnswer,
  DheAnswer,
  GroupAnswer,
  ScanCertificate,
  ScanExtras,
  ScannedVersion,
  ScanPhase,
  ScanReport,
  SignatureAnswer,
  VersionAnswer,
} from './report.ts';

/** What a scan has found so far: it grows while the plan runs. The lists hold plain data, ready to be copied into a report. */
export interface Findings {
  phase: ScanPhase | undefined;
  versions: VersionAnswer[];
  ciphers: CipherAnswer[];
  groups: GroupAnswer[];
  signatureSchemes: SignatureAnswer[];
  dhe: DheAnswer | undefined;
  alpn: AlpnAnswer | undefined;
  extras: ScanExtras;
  certificate: ScanCertificate | undefined;
  /** SHA-256 of the leaf of a handshake that named the host. */
  leaf: string | undefined;
  oddities: string[];
  readonly connections: Partial<Record<ScanPhase, number>>;
}

export function createFindings(): Findings {
  return {
    phase: 'versions',
    versions: [],
    ciphers: [],
    groups: [],
    signatureSchemes: [],
    dhe: undefined,
    alpn: undefined,
    extras: {},
    certificate: undefined,
    leaf: undefined,
    oddities: [],
    connections: {},
  };
}

/** The version's line in a list, replaced or added. */
export function putAnswer<T extends { readonly version: ScannedVersion }>(list: readonly T[], answer: T): T[] {
  const known = list.findIndex(({ version }) => version === answer.version);
  return known < 0 ? [...list, answer] : list.with(known, answer);
}

/** Names of the versions that were accepted, highest first. */
export function acceptedVersions({ versions }: Pick<Findings, 'versions'>): readonly ScannedVersion[] {
  return versions.filter(({ accepted }) => accepted).map(({ version }) => version);
}

type Found = Omit<
  ScanReport,
  'host' | 'port' | 'startedAt' | 'elapsedMs' | 'state' | 'failure' | 'delayMs' | 'remote' | 'connections'
>;

/** A copy of what is known now, for a report. */
export function foundSoFar(findings: Findings): Found {
  const { phase, versions, ciphers, groups, signatureSchemes, dhe, alpn, extras, certificate, oddities } = findings;
  return {
    ...(phase === undefined ? {} : { phase }),
    versions: [...versions],
    ciphers: [...ciphers],
    groups: [...groups],
    signatureSchemes: [...signatureSchemes],
    ...(dhe === undefined ? {} : { dhe }),
    ...(alpn === undefined ? {} : { alpn }),
    extras,
    ...(certificate === undefined ? {} : { certificate }),
    oddities: [...oddities],
  };
}
