import { extensionField, type Field } from '#core/certificate/field.ts';
import { unreachable } from '#core/result.ts';
import type { Finding } from './verdict.ts';

/**
 * The field of its certificate that a finding is about, so that a viewer can mark it; undefined when it is about the whole
 * certificate, the chain or the connection. The field may be absent from the certificate: that can be the finding.
 */
export function findingField(finding: Finding): Field | undefined {
  switch (finding.kind) {
    case 'expired':
    case 'not-yet-valid':
    case 'expires-soon':
    case 'validity-too-long':
      return 'validity';
    case 'wrong-host':
    case 'no-san':
    case 'name-constraint':
      return extensionField('2.5.29.17');
    case 'self-signed':
    case 'unknown-issuer':
    case 'incomplete-chain':
    case 'interception-likely':
      return 'issuer';
    case 'bad-signature':
    case 'weak-signature':
      return 'signature';
    case 'not-a-ca':
      return finding.reason === 'v1' ? 'version' : extensionField('2.5.29.19');
    case 'path-too-long':
      return extensionField('2.5.29.19');
    case 'key-usage':
      return extensionField('2.5.29.15');
    case 'wrong-purpose':
      return extensionField('2.5.29.37');
    case 'unknown-critical-extension':
      return extensionField(finding.oid);
    case 'weak-key':
      return 'publicKey';
    case 'revoked':
    case 'revocation-unknown':
      return 'serial';
    case 'must-staple-missing':
      return extensionField('1.3.6.1.5.5.7.1.24');
    case 'sct-missing':
      return extensionField('1.3.6.1.4.1.11129.2.4.2');
    case 'distrusted':
    case 'out-of-scope':
    case 'malformed':
    case 'chain-disorder':
    case 'extra-certificate':
    case 'root-sent':
    case 'legacy-version':
    case 'weak-cipher':
    case 'no-forward-secrecy':
    case 'disagreement':
      return undefined;
    default:
      return unreachable(finding);
  }
}
