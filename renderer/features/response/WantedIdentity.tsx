import { OwnIdentities } from './OwnIdentities.tsx';
import type { ClientAuth } from '#core/tls/report.ts';
import styles from './WhatHappenedTab.module.css';

/** Longest list shown: public authorities that a server lists by mistake are more than a hundred. */
const MAX_SHOWN = 20;

interface WantedIdentityProps {
  readonly clientAuth: ClientAuth;
  readonly asked: { readonly host: string; readonly port: number };
}

/** What a server that wants a client certificate would take, and which of yours are for it. */
export function WantedIdentity({ clientAuth, asked }: WantedIdentityProps) {
  const { authorities, signatureSchemes, certificateTypes = [] } = clientAuth;
  const rest = authorities.length - MAX_SHOWN;
  return (
    <>
      <section className={styles['wanted']} aria-label="What the server would take">
        <h3>What the server would take</h3>
        <dl>
          <div>
            <dt>Issued by</dt>
            <dd>
              {authorities.length === 0 ? (
                'anybody: it named no authority'
              ) : (
                <ul>
                  {authorities.slice(0, MAX_SHOWN).map((name) => (
                    <li key={name}>{name}</li>
                  ))}
                  {rest > 0 ? <li>and {rest} more</li> : null}
                </ul>
              )}
            </dd>
          </div>
          <div>
            <dt>Key</dt>
            <dd>{keyKinds([...certificateTypes, ...signatureSchemes])}</dd>
          </div>
          <div>
            <dt>Signature</dt>
            <dd>{signatureSchemes.length === 0 ? 'not said' : signatureSchemes.join(', ')}</dd>
          </div>
        </dl>
      </section>
      <OwnIdentities clientAuth={clientAuth} asked={asked} />
    </>
  );
}

/** Kinds of keys that the types (RFC 5246 §7.4.4) and schemes (RFC 8446 §4.2.3) allow, in words. */
function keyKinds(names: readonly string[]): string {
  const kinds = [
    [/^ecdsa/, 'ECDSA'],
    [/^ed/, 'Ed25519 or Ed448'],
    [/^rsa/, 'RSA'],
    [/^mldsa/, 'ML-DSA'],
  ] as const;
  const found = kinds.filter(([pattern]) => names.some((name) => pattern.test(name))).map(([, kind]) => kind);
  return found.length === 0 ? 'not said' : found.join(', ');
}
