import type { CompareOptions, Compared, Difference } from './comparison.ts';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { extensionField, type Field } from '#core/certificate/field.ts';
import { sameBytes, sameName, shortName } from '#core/certificate/name.ts';
import { nameText } from '#core/certificate/nameText.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { formatDay, formatDays, validDays, validityAt } from '#core/certificate/validity.ts';
import { matchHost } from '#core/trust/host.ts';

/** A difference before it has its number. */
type Found = Omit<Difference, 'number'>;

type Ask = (a: Certificate, b: Certificate, options: CompareOptions) => Found | undefined;

/** What is asked of two certificates, most telling first. To ask more: write the question, add it here. */
const questions: readonly Ask[] = [
  askKey,
  askIssuer,
  askNames,
  askSubject,
  askValidity,
  askLifetime,
  askAuthority,
  askSignature,
  askPurposes,
  askStaple,
  askExtensions,
];

/** The differences that mean something, numbered. The second is spoken of as what came after the first. */
export function differencesOf(a: Compared, b: Compared, options: CompareOptions): readonly Difference[] {
  const found = questions.flatMap((ask) => ask(a.certificate, b.certificate, options) ?? []);
  return found.map((difference, index) => ({ number: index + 1, ...difference }));
}

function found(title: string, text: string, field: Field): Found {
  return { title, text, field };
}

export function sameKey(a: Certificate, b: Certificate): boolean {
  return sameBytes(a.publicKey.spki, b.publicKey.spki);
}

function askKey(a: Certificate, b: Certificate): Found | undefined {
  if (sameKey(a, b)) return undefined;
  const [one, other] = [keyText(a.publicKey), keyText(b.publicKey)];
  const change = one === other ? `Both are ${one}, and yet two keys.` : `${one} became ${other}.`;
  return found('Another key', `${change} Whoever holds the second need not hold the first.`, 'publicKey');
}

export function isSelfIssued(certificate: Certificate): boolean {
  return sameName(certificate.subject, certificate.issuer);
}

function askIssuer(a: Certificate, b: Certificate): Found | undefined {
  if (!sameName(a.issuer, b.issuer) && !(isSelfIssued(a) && isSelfIssued(b)))
    return found('Another issuer', `${signed(a, 'first')} ${signed(b, 'second')}`, 'issuer');
  const [one, other] = [a, b].map((certificate) => extensionOf(certificate, 'authorityKeyIdentifier')?.id);
  if (one === undefined || other === undefined || sameBytes(one, other) || isSelfIssued(a)) return undefined;
  const text = `${shortName(a.issuer)} signed both, but with two keys: it has renewed its own certificate in between.`;
  return found('Another key of the same issuer', text, 'issuer');
}

function signed(certificate: Certificate, which: string): string {
  return isSelfIssued(certificate)
    ? `The ${which} signs itself.`
    : `${shortName(certificate.issuer)} signed the ${which}.`;
}

export function namesOf(certificate: Certificate): readonly string[] {
  return (extensionOf(certificate, 'subjectAltName')?.names ?? []).map(nameText);
}

function askNames(a: Certificate, b: Certificate, { host }: CompareOptions): Found | undefined {
  const [one, other] = [new Set(namesOf(a)), new Set(namesOf(b))];
  const gone = [...one].filter((name) => !other.has(name));
  const come = [...other].filter((name) => !one.has(name));
  if (gone.length + come.length === 0) return undefined;
  const parts = [changedNames(gone, 'gone'), changedNames(come, 'new')].filter((part) => part !== '');
  return found(
    namesTitle(gone.length, come.length, one.size),
    `${parts.join(' ')}${coverage(a, b, host)}`,
    extensionField('2.5.29.17'),
  );
}

const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'] as const;

function namesTitle(gone: number, come: number, before: number): string {
  if (gone > 0 && come > 0) return gone === before ? 'Other names' : 'Some other names';
  const count = gone + come;
  return `${numbers[count] ?? count} name${count === 1 ? '' : 's'} ${gone > 0 ? 'fewer' : 'more'}`;
}

/** Names said one by one. */
const MOST_NAMED = 3;

function changedNames(names: readonly string[], what: 'gone' | 'new'): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, MOST_NAMED).join(', ');
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `${shown}${more} ${names.length === 1 ? 'is' : 'are'} ${what}.`;
}

function coverage(a: Certificate, b: Certificate, host: string | undefined): string {
  if (host === undefined) return '';
  const [before, after] = [matchHost(a, host).matches, matchHost(b, host).matches];
  if (before && after) return ` ${host} is still covered.`;
  if (before || after) return ` ${host} is ${after ? 'covered now' : 'no longer covered'}.`;
  return ` ${host} is covered by neither.`;
}

function askSubject(a: Certificate, b: Certificate): Found | undefined {
  if (sameName(a.subject, b.subject)) return undefined;
  const [one, other] = [shortName(a.subject), shortName(b.subject)];
  const text = one === other ? `Both are called ${one}, but the rest of the name differs.` : `${one} became ${other}.`;
  return found('Another subject', text, 'subject');
}

function askValidity(a: Certificate, b: Certificate, { now }: CompareOptions): Found | undefined {
  const [one, other] = [validityAt(a, now), validityAt(b, now)];
  if (one === other) return undefined;
  const ends = `The first ${a.notAfter < now ? 'ended' : 'lasts until'} ${formatDay(a.notAfter)}.`;
  if (other === 'expired')
    return found('Already expired', `The second ended on ${formatDay(b.notAfter)}. ${ends}`, 'validity');
  if (other === 'not-yet-valid')
    return found('Not valid yet', `The second begins on ${formatDay(b.notBefore)}. ${ends}`, 'validity');
  return found('Valid now', `The second lasts until ${formatDay(b.notAfter)}. ${ends}`, 'validity');
}

/** Lifetimes that differ by less are the same: authorities round, and back-date by an hour. */
const SAME_DAYS = 2;

export function sameLifetime(a: Certificate, b: Certificate): boolean {
  return Math.abs(validDays(a) - validDays(b)) <= SAME_DAYS;
}

function askLifetime(a: Certificate, b: Certificate): Found | undefined {
  if (sameLifetime(a, b)) return undefined;
  const [one, other] = [validDays(a), validDays(b)];
  const title = other > one ? 'A longer lifetime' : 'A shorter lifetime';
  return found(title, `${formatDays(one)} became ${formatDays(other)}.`, 'validity');
}

export function isAuthority(certificate: Certificate): boolean {
  return extensionOf(certificate, 'basicConstraints')?.ca === true;
}

function askAuthority(a: Certificate, b: Certificate): Found | undefined {
  if (isAuthority(a) === isAuthority(b)) return undefined;
  return isAuthority(b)
    ? found(
        'Now a CA',
        'The second may issue certificates. Trusting it as an anchor would trust all it signs.',
        extensionField('2.5.29.19'),
      )
    : found('No longer a CA', 'Only the first may issue certificates.', extensionField('2.5.29.19'));
}

function askSignature(a: Certificate, b: Certificate): Found | undefined {
  const [one, other] = [a.signatureAlgorithm, b.signatureAlgorithm];
  if (one.hash === other.hash || one.hash === undefined || other.hash === undefined) return undefined;
  return found('Another signature hash', `${one.hash} became ${other.hash}.`, 'signature');
}

function askPurposes(a: Certificate, b: Certificate): Found | undefined {
  const of = (certificate: Certificate): readonly string[] =>
    (extensionOf(certificate, 'extKeyUsage')?.purposes ?? []).map(({ oid, name }) => name ?? oid);
  const [one, other] = [of(a), of(b)];
  const gone = one.filter((purpose) => !other.includes(purpose));
  const come = other.filter((purpose) => !one.includes(purpose));
  if (gone.length + come.length === 0) return undefined;
  const text = [
    gone.length === 0 ? '' : `Only the first is for ${gone.join(', ')}.`,
    come.length === 0 ? '' : `Only the second is for ${come.join(', ')}.`,
  ];
  return found('Other purposes', text.filter((part) => part !== '').join(' '), extensionField('2.5.29.37'));
}

/** status_request (RFC 7633 §4.2.3.1). */
const STATUS_REQUEST = 5;

function askStaple(a: Certificate, b: Certificate): Found | undefined {
  const must = (certificate: Certificate): boolean =>
    extensionOf(certificate, 'tlsFeature')?.features.includes(STATUS_REQUEST) === true;
  if (must(a) === must(b)) return undefined;
  const field = extensionField('1.3.6.1.5.5.7.1.24');
  return must(b)
    ? found('Must staple now', 'The second asks its server to prove with each handshake that it is not revoked.', field)
    : found('Must staple no more', 'Only the first asks its server to prove that it is not revoked.', field);
}

/** Extensions that have a question of their own. */
const asked: ReadonlySet<string> = new Set(['2.5.29.17', '2.5.29.19', '2.5.29.37', '1.3.6.1.5.5.7.1.24']);

function askExtensions(a: Certificate, b: Certificate): Found | undefined {
  const only = (one: Certificate, other: Certificate) =>
    one.extensions.filter(({ oid }) => !asked.has(oid) && !other.extensions.some((known) => known.oid === oid));
  const [gone, come] = [only(a, b), only(b, a)];
  const [first] = [...gone, ...come];
  if (first === undefined) return undefined;
  const named = (extensions: typeof gone): string => extensions.map(({ name, oid }) => name ?? oid).join(', ');
  const text = [
    gone.length === 0 ? '' : `Only the first has ${named(gone)}.`,
    come.length === 0 ? '' : `Only the second has ${named(come)}.`,
  ];
  return found('Other extensions', text.filter((part) => part !== '').join(' '), extensionField(first.oid));
}
