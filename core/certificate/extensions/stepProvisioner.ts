import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { content, expectTag, readSmallInteger, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { expectText } from '#core/certificate/text.ts';

/** Kinds of provisioner by number, as step-ca counts them (smallstep/certificates authority/provisioner). */
const kinds = [
  'none',
  'JWK',
  'OIDC',
  'GCP',
  'AWS',
  'Azure',
  'ACME',
  'X5C',
  'K8sSA',
  'SSHPOP',
  'SCEP',
  'Nebula',
  'Wire',
] as const;

/** 1.3.6.1.4.1.37476.9000.64.1: which provisioner of a step-ca let the certificate be issued. */
export function readStepProvisioner(node: DerNode): ExtensionValue {
  const [type, name, credential, ...pairs] = sequence(node, 'stepProvisioner', node);
  const number = readSmallInteger(
    expectTag(type, tags.integer, 'the kind of provisioner', node),
    'the kind of provisioner',
  );
  const text = (part: DerNode | undefined, what: string) =>
    new TextDecoder().decode(content(expectTag(part, tags.octetString, what, node)));
  return {
    kind: 'stepProvisioner',
    type: kinds[number] ?? String(number),
    name: text(name, 'the name of the provisioner'),
    credential: text(credential, 'the credential of the provisioner'),
    pairs: pairs.flatMap((list) =>
      sequence(list, 'the details of the provisioner', node).map((pair) => expectText(pair, 'a detail', node)),
    ),
  };
}
