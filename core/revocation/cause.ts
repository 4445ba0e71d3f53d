import { content, malformed, type DerNode } from '#core/certificate/der.ts';
import type { RevocationCause } from './status.ts';

/** CRLReason (RFC 5280 §5.3.1): 7 is not used. */
const causes: Readonly<Record<number, RevocationCause>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
};

const ENUMERATED = 0x0a;

/** An ENUMERATED of one byte, which is all that these grammars have. @throws Malformed */
export function readEnumerated(node: DerNode, what: string): number {
  const [value] = content(node);
  if (node.tag !== ENUMERATED || node.length !== 1 || value === undefined || value > 0x7f)
    return malformed(`${what} is not a small ENUMERATED`, node);
  return value;
}

/** Why a certificate was revoked. @throws Malformed */
export function readCause(node: DerNode): RevocationCause {
  return causes[readEnumerated(node, 'the reason')] ?? malformed('a reason that does not exist', node);
}
