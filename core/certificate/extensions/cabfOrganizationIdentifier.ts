import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { content, context, malformed, sequence, type DerNode } from '#core/certificate/der.ts';
import { expectText, latin1 } from '#core/certificate/text.ts';

/** CA/Browser Forum EV Guidelines §7.1.2.2 (9.8.2 before version 2.0). The state is [0] IMPLICIT and may be left out. */
export function readCabfOrganizationIdentifier(node: DerNode): ExtensionValue {
  const [scheme, country, ...rest] = sequence(node, 'cabfOrganizationIdentifier', node);
  const state = rest[0]?.tag === context(0, 'primitive') ? rest.shift() : undefined;
  const [reference, more] = rest;
  if (more !== undefined) malformed('cabfOrganizationIdentifier holds more than four values', more);
  return {
    kind: 'cabfOrganizationIdentifier',
    scheme: expectText(scheme, 'the scheme of the organization', node),
    country: expectText(country, 'the country of the organization', node),
    ...(state !== undefined && { state: latin1(content(state)) }),
    reference: expectText(reference, 'the reference of the organization', node),
  };
}
