import type { CertificatePolicy, ExtensionValue, PolicyMapping, UserNotice } from './certificate.ts';
import type { DescribedRow } from './describe.ts';
import { harmless } from './text.ts';

/** A policy by its name, with its statement and notices. */
export function policyRow({ oid, name, cps, notices, otherQualifiers }: CertificatePolicy): DescribedRow {
  const note = [
    ...(name === undefined ? [] : [oid]),
    ...cps,
    ...notices.map(noticeText),
    ...otherQualifiers.map((qualifier) => `qualifier ${qualifier}`),
  ].join(' · ');
  return {
    label: 'Policy',
    value: name ?? oid,
    ...(name === undefined && { mono: true }),
    ...(note !== '' && { note }),
  };
}

function noticeText({ organization, numbers, text }: UserNotice): string {
  const reference =
    organization === undefined ? [] : [`notice ${(numbers ?? []).join(', ')} of ${harmless(organization)}`];
  return [...(text === undefined ? [] : [`“${harmless(text)}”`]), ...reference].join(', ') || 'an empty notice';
}

/** Two policies that count as one. */
export function mappingRow({ issuerDomain, subjectDomain }: PolicyMapping): DescribedRow {
  const value = `${issuerDomain.name ?? issuerDomain.oid} = ${subjectDomain.name ?? subjectDomain.oid}`;
  return { label: 'Policy mapping', value, note: 'the issuer’s policy and the subject’s count as the same' };
}

/** What an authority demands of the policies below it. */
export function policyConstraintsRow({
  requireExplicitPolicy,
  inhibitPolicyMapping,
}: Extract<ExtensionValue, { kind: 'policyConstraints' }>): DescribedRow {
  const parts = [
    ...(requireExplicitPolicy === undefined
      ? []
      : [`a policy is required ${afterCertificates(requireExplicitPolicy)}`]),
    ...(inhibitPolicyMapping === undefined
      ? []
      : [`policies are not mapped ${afterCertificates(inhibitPolicyMapping)}`]),
  ];
  return { label: 'Policy constraints', value: parts.join(', ') };
}

/** 'from here on', 'after 2 more certificates'. */
export function afterCertificates(count: number): string {
  if (count === 0) return 'from here on';
  return `after ${count} more certificate${count === 1 ? '' : 's'}`;
}
