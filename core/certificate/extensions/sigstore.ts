import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, tags, type DerNode } from '#core/certificate/der.ts';
import { expectText } from '#core/certificate/text.ts';

/**
 * What Fulcio, the authority of Sigstore, says of a build (1.3.6.1.4.1.57264.1.x; sigstore/fulcio docs/oid-info.md). The first
 * six hold bare text without any ASN.1, which was a mistake that later numbers mended.
 */
export const sigstoreNames: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.57264.1.1': 'sigstoreIssuer',
  '1.3.6.1.4.1.57264.1.2': 'sigstoreWorkflowTrigger',
  '1.3.6.1.4.1.57264.1.3': 'sigstoreWorkflowSha',
  '1.3.6.1.4.1.57264.1.4': 'sigstoreWorkflowName',
  '1.3.6.1.4.1.57264.1.5': 'sigstoreWorkflowRepository',
  '1.3.6.1.4.1.57264.1.6': 'sigstoreWorkflowRef',
  '1.3.6.1.4.1.57264.1.8': 'sigstoreIssuerV2',
  '1.3.6.1.4.1.57264.1.9': 'sigstoreBuildSignerUri',
  '1.3.6.1.4.1.57264.1.10': 'sigstoreBuildSignerDigest',
  '1.3.6.1.4.1.57264.1.11': 'sigstoreRunnerEnvironment',
  '1.3.6.1.4.1.57264.1.12': 'sigstoreSourceRepositoryUri',
  '1.3.6.1.4.1.57264.1.13': 'sigstoreSourceRepositoryDigest',
  '1.3.6.1.4.1.57264.1.14': 'sigstoreSourceRepositoryRef',
  '1.3.6.1.4.1.57264.1.15': 'sigstoreSourceRepositoryId',
  '1.3.6.1.4.1.57264.1.16': 'sigstoreSourceRepositoryOwnerUri',
  '1.3.6.1.4.1.57264.1.17': 'sigstoreSourceRepositoryOwnerId',
  '1.3.6.1.4.1.57264.1.18': 'sigstoreBuildConfigUri',
  '1.3.6.1.4.1.57264.1.19': 'sigstoreBuildConfigDigest',
  '1.3.6.1.4.1.57264.1.20': 'sigstoreBuildTrigger',
  '1.3.6.1.4.1.57264.1.21': 'sigstoreRunInvocationUri',
  '1.3.6.1.4.1.57264.1.22': 'sigstoreSourceRepositoryVisibility',
  '1.3.6.1.4.1.57264.1.23': 'sigstoreDeploymentEnvironment',
};

/** The last number of those that are bare text. */
const LAST_BARE = 6;

/** True for the numbers whose value is text without ASN.1. */
export function isBareText(oid: string): boolean {
  return Number(oid.slice(oid.lastIndexOf('.') + 1)) <= LAST_BARE;
}

export function readSigstoreText(node: DerNode): ExtensionValue {
  return { kind: 'sigstore', text: expectText(expectTag(node, tags.utf8String, 'the value', node), 'the value', node) };
}

export function readSigstoreBareText(der: Uint8Array): ExtensionValue {
  return { kind: 'sigstore', text: new TextDecoder().decode(der) };
}
