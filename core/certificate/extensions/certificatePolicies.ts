import type { CertificatePolicy, ExtensionValue, UserNotice } from '#core/certificate/certificate.ts';
import { content, expectTag, malformed, readInteger, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { named, policyNames, readOid } from '#core/certificate/oid.ts';
import { expectText, visibleAscii } from '#core/certificate/text.ts';
import { nonEmptySequence } from './generalName.ts';

/** id-qt-cps: the address of a certification practice statement. */
const CPS = '1.3.6.1.5.5.7.2.1';
const USER_NOTICE = '1.3.6.1.5.5.7.2.2';

/** RFC 5280 §4.2.1.4. */
export function readCertificatePolicies(node: DerNode): ExtensionValue {
  const policies = nonEmptySequence(node, 'certificatePolicies').map((policy) => {
    const [type, qualifiers] = sequence(policy, 'a policy', node);
    const oid = readOid(type, 'a policy', policy);
    return { ...named(oid, policyNames), ...readQualifiers(qualifiers) };
  });
  return { kind: 'certificatePolicies', policies };
}

type Qualifiers = Pick<CertificatePolicy, 'cps' | 'notices' | 'otherQualifiers'>;

function readQualifiers(node: DerNode | undefined): Qualifiers {
  const cps: string[] = [];
  const notices: UserNotice[] = [];
  const otherQualifiers: string[] = [];
  for (const qualifier of node === undefined ? [] : nonEmptySequence(node, 'the qualifiers of a policy')) {
    const [type, value] = sequence(qualifier, 'a policy qualifier', qualifier);
    const oid = readOid(type, 'a policy qualifier', qualifier);
    if (oid === CPS && value?.tag === tags.ia5String) cps.push(visibleAscii(content(value)));
    else if (oid === USER_NOTICE) notices.push(readNotice(sequence(value, 'a user notice', qualifier)));
    else otherQualifiers.push(oid);
  }
  return { cps, notices, otherQualifiers };
}

/** The reference is a SEQUENCE, the text a string: either may be left out. */
function readNotice(parts: readonly DerNode[]): UserNotice {
  let notice: UserNotice = {};
  for (const part of parts)
    notice = {
      ...notice,
      ...(part.tag === tags.sequence ? readReference(part) : { text: expectText(part, 'a user notice', part) }),
    };
  return notice;
}

function readReference(node: DerNode): UserNotice {
  const [organization, numbers, more] = sequence(node, 'the reference of a user notice', node);
  if (more !== undefined) malformed('the reference of a user notice holds more than two values', more);
  return {
    organization: expectText(organization, 'the organization of a user notice', node),
    numbers: sequence(numbers, 'the numbers of a user notice', node).map((number) => {
      const bytes = readInteger(expectTag(number, tags.integer, 'the number of a user notice', node));
      return BigInt.asIntN(bytes.length * 8, BigInt(`0x${toHex(bytes)}`)).toString();
    }),
  };
}
