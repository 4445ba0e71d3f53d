import type { ExtensionValue, QcStatement } from '#core/certificate/certificate.ts';
import { expectTag, malformed, readInteger, readSmallInteger, sequence, tags, whole } from '#core/certificate/der.ts';
import type { DerNode } from '#core/certificate/der.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { named, readOid } from '#core/certificate/oid.ts';
import { expectText } from '#core/certificate/text.ts';

/** RFC 3739 §3.2.6. */
export function readQcStatements(node: DerNode): ExtensionValue {
  const statements = sequence(node, 'qcStatements', node).map((statement) => {
    const [type, detail, more] = sequence(statement, 'a statement', node);
    if (more !== undefined) malformed('a statement of more than a type and its details', more);
    const oid = readOid(type, 'a statement', statement);
    const read = readers[oid];
    return read === undefined ? otherStatement(oid, statement) : read(detail, statement);
  });
  return { kind: 'qcStatements', statements };
}

type StatementReader = (detail: DerNode | undefined, statement: DerNode) => QcStatement;

/** ETSI EN 319 412-5 §4.2–4.3 (0.4.0.1862.1) and ETSI TS 119 495 §5.1 (0.4.0.19495.2). */
const readers: Readonly<Record<string, StatementReader>> = {
  '0.4.0.1862.1.1': () => ({ kind: 'compliance' }),
  '0.4.0.1862.1.2': readLimit,
  '0.4.0.1862.1.3': (detail, statement) => ({
    kind: 'retention',
    years: readSmallInteger(expectTag(detail, tags.integer, 'the retention period', statement), 'the retention period'),
  }),
  '0.4.0.1862.1.4': () => ({ kind: 'secure-device' }),
  '0.4.0.1862.1.5': (detail, statement) => ({
    kind: 'disclosure',
    places: sequence(detail, 'the disclosure statements', statement).map((place) => {
      const [url, language] = sequence(place, 'a disclosure statement', statement);
      return {
        url: expectText(url, 'the address of a disclosure statement', place),
        language: expectText(language, 'the language of a disclosure statement', place),
      };
    }),
  }),
  '0.4.0.1862.1.6': (detail, statement) => ({
    kind: 'type',
    types: sequence(detail, 'the types of a qualified certificate', statement).map((type) =>
      named(readOid(type, 'the type of a qualified certificate', statement), typeNames),
    ),
  }),
  '0.4.0.1862.1.7': (detail, statement) => ({
    kind: 'legislation',
    countries: sequence(detail, 'the countries of a legislation', statement).map((country) =>
      expectText(country, 'the country of a legislation', statement),
    ),
  }),
  '0.4.0.19495.2': readPsd2,
};

/** ETSI EN 319 412-5 §4.2.3. */
const typeNames: Readonly<Record<string, string>> = {
  '0.4.0.1862.1.6.1': 'electronic signature',
  '0.4.0.1862.1.6.2': 'electronic seal',
  '0.4.0.1862.1.6.3': 'website authentication',
};

/** ETSI TS 119 495 §5.1: what a payment service provider may do. */
const roleNames: Readonly<Record<string, string>> = {
  '0.4.0.19495.1.1': 'account servicing',
  '0.4.0.19495.1.2': 'payment initiation',
  '0.4.0.19495.1.3': 'account information',
  '0.4.0.19495.1.4': 'issuing of card-based payment instruments',
};

/** RFC 3739 §3.2.6.1: which rules the subject's name follows. */
const otherNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.11.1': 'PKIX syntax v1',
  '1.3.6.1.5.5.7.11.2': 'PKIX syntax v2',
};

function otherStatement(oid: string, statement: DerNode): QcStatement {
  return { kind: 'other', ...named(oid, otherNames), der: whole(statement) };
}

/** The currency in letters, or as the number of ISO 4217. */
function readLimit(detail: DerNode | undefined, statement: DerNode): QcStatement {
  const [currency, amount, exponent] = sequence(detail, 'the limit', statement);
  return {
    kind: 'limit',
    currency:
      currency?.tag === tags.integer
        ? integerText(currency, 'the currency of the limit', statement)
        : expectText(currency, 'the currency of the limit', statement),
    amount: integerText(amount, 'the amount of the limit', statement),
    exponent: Number(integerText(exponent, 'the exponent of the limit', statement)),
  };
}

/** Decimal. Eight bytes hold any sum of money. */
function integerText(node: DerNode | undefined, what: string, parent: DerNode): string {
  const bytes = readInteger(expectTag(node, tags.integer, what, parent));
  if (bytes.length > 8) malformed(`${what} is too large`, parent);
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${toHex(bytes)}`)).toString();
}

function readPsd2(detail: DerNode | undefined, statement: DerNode): QcStatement {
  const [roles, authority, authorityId] = sequence(detail, 'the PSD2 statement', statement);
  return {
    kind: 'psd2',
    roles: sequence(roles, 'the PSD2 roles', statement).map((role) => {
      const [type] = sequence(role, 'a PSD2 role', statement);
      return named(readOid(type, 'a PSD2 role', role), roleNames);
    }),
    authority: expectText(authority, 'the authority of the PSD2 statement', statement),
    authorityId: expectText(authorityId, 'the authority’s identifier of the PSD2 statement', statement),
  };
}
