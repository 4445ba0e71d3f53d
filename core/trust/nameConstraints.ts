import { extensionOf, type Certificate, type ExtensionValue, type GeneralName } from '#core/certificate/certificate.ts';
import { canonicalName, formatName, sameBytes } from '#core/certificate/name.ts';

type Constraints = Extract<ExtensionValue, { kind: 'nameConstraints' }>;

/** Comparisons for one certificate; BoringSSL stops at 2^20. More is an attack: a real authority has a few dozen subtrees. */
const MAX_COMPARISONS = 1 << 18;

/**
 * The first name of a certificate that constraints above it do not allow (RFC 5280 §4.2.1.10), or undefined.
 *
 * A constraint we cannot read permits nothing and excludes everything of its kind. A wildcard name is excluded when any
 * host it stands for is: BoringSSL says so, OpenSSL does not, and the strict reading is the safe one.
 */
export function constraintViolation(certificate: Certificate, constraints: Constraints): string | undefined {
  const names = namesOf(certificate);
  const { permitted, excluded } = constraints;
  if (weightOf(names) * weightOf([...permitted, ...excluded]) > MAX_COMPARISONS)
    return `${names.length} ${names.length === 1 ? 'name' : 'names'}, too many or too long to check`;
  const offending = names.find((name) => {
    const mayBe = permitted.filter((base) => concerns(base, name));
    const mustNot = excluded.filter((base) => concerns(base, name));
    return (
      (mayBe.length > 0 && !mayBe.some((base) => isWithin(name, base, 'permitted'))) ||
      mustNot.some((base) => isWithin(name, base, 'excluded'))
    );
  });
  return offending && nameText(offending);
}

/** A comparison looks through both names: a long one counts as several. No host name is longer than 253 characters. */
function weightOf(names: readonly GeneralName[]): number {
  return names.reduce((sum, name) => sum + Math.ceil((lengthOf(name) + 1) / 256), 0);
}

function lengthOf(name: GeneralName): number {
  if (name.kind === 'directory') return name.name.der.length;
  return name.kind === 'other' ? 0 : name.value.length;
}

/** Names that constraints are about: the subject and the subjectAltName; e-mail in the subject counts where no SAN has one. */
function namesOf(certificate: Certificate): readonly GeneralName[] {
  const { subject } = certificate;
  const alternative = extensionOf(certificate, 'subjectAltName')?.names ?? [];
  const directory: readonly GeneralName[] = subject.rdns.length === 0 ? [] : [{ kind: 'directory', name: subject }];
  const emails = alternative.some((name) => name.kind === 'email')
    ? []
    : subject.rdns
        .flat()
        .flatMap(({ label, value }) => (label === 'emailAddress' ? [{ kind: 'email', value } as const] : []));
  return [...alternative, ...directory, ...emails];
}

/** Constraints bind names of their own kind only. */
function concerns(base: GeneralName, name: GeneralName): boolean {
  if (base.kind === 'other' && name.kind === 'other') return base.oid === name.oid;
  return base.kind === name.kind;
}

type Side = 'permitted' | 'excluded';

function isWithin(name: GeneralName, base: GeneralName, side: Side): boolean {
  const unreadable = side === 'excluded';
  switch (name.kind) {
    case 'dns':
      return base.kind === 'dns' ? dnsWithin(name.value.toLowerCase(), base.value.toLowerCase(), side) : unreadable;
    case 'ip':
      return base.kind === 'ip' ? addressWithin(name.bytes, base, side) : unreadable;
    case 'email':
      return base.kind === 'email' ? emailWithin(name.value, base.value) : unreadable;
    case 'uri':
      return base.kind === 'uri' ? uriWithin(name.value, base.value.toLowerCase(), side) : unreadable;
    case 'directory':
      return base.kind === 'directory' ? isBelow(canonicalName(name.name), canonicalName(base.name)) : unreadable;
    case 'registeredId':
      return base.kind === 'registeredId' && base.value === name.value;
    case 'other':
      return unreadable;
  }
}

const hostName = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/;
const subtree = /^(?:\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)?$/;

/** `example.com` stands for itself and all below; `.example.com`, which OpenSSL users write, for what is below; '' for all. */
function dnsWithin(name: string, base: string, side: Side): boolean {
  if (!hostName.test(name) || !subtree.test(base)) return side === 'excluded';
  const host = name.replace(/\.$/, '');
  const top = base.replace(/\.$/, '');
  if (isAtOrBelow(host, top)) return true;
  // *.x.test stands for bad.x.test too, so an excluded bad.x.test is met.
  const parent = top.replace(/^\./, '').split('.').slice(1).join('.');
  return side === 'excluded' && host.startsWith('*.') && parent !== '' && host.slice(2) === parent;
}

function isAtOrBelow(host: string, base: string): boolean {
  if (base === '') return true;
  return base.startsWith('.') ? host.endsWith(base) : host === base || host.endsWith(`.${base}`);
}

function addressWithin(address: Uint8Array, base: Extract<GeneralName, { kind: 'ip' }>, side: Side): boolean {
  const size = base.bytes.length / 2;
  // A mask whose ones are not all in front has no prefix: '10.0.0.0/255.0.255.0'.
  if (!/\/\d+$/.test(base.value)) return side === 'excluded';
  if (address.length !== size) return false;
  const masked = (bytes: Uint8Array) => bytes.map((byte, index) => byte & (base.bytes[size + index] ?? 0));
  return sameBytes(masked(address), masked(base.bytes.subarray(0, size)));
}

/** `a@b.c` that mailbox, `b.c` all of that host, `.b.c` all of the hosts below. The part before @ is case-sensitive. */
function emailWithin(email: string, base: string): boolean {
  const at = email.lastIndexOf('@');
  const host = email.slice(at + 1).toLowerCase();
  const baseAt = base.lastIndexOf('@');
  const baseHost = base.slice(baseAt + 1).toLowerCase();
  if (at < 0) return false;
  if (baseAt >= 0) return host === baseHost && email.slice(0, at) === base.slice(0, baseAt);
  return baseHost.startsWith('.') ? host.endsWith(baseHost) : host === baseHost;
}

/** The host of the address: `b.c` is that host, `.b.c` those below. An address without a host name meets no permission. */
function uriWithin(uri: string, base: string, side: Side): boolean {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]+)/i.exec(uri)?.[1]?.toLowerCase();
  if (host === undefined) return side === 'excluded';
  return base.startsWith('.') ? host.endsWith(base) : host === base;
}

/** The first parts of the name are the base. Both are JSON arrays of canonical parts. */
function isBelow(name: string, base: string): boolean {
  const inner = base.slice(1, -1);
  return inner === '' || name === base || name.startsWith(`[${inner},`);
}

function nameText(name: GeneralName): string {
  if (name.kind === 'directory') return formatName(name.name);
  return name.kind === 'other' ? `another name ${name.oid}`.trim() : name.value;
}
