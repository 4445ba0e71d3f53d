import { useState } from 'react';
import { identityFits } from './identityFits.ts';
import { useIdentityChains } from './useIdentityChains.ts';
import type { ClientAuth } from '#core/tls/report.ts';
import { goTo, showTrustTab } from '#renderer/state/navigation.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './WhatHappenedTab.module.css';

interface OwnIdentitiesProps {
  readonly clientAuth: ClientAuth;
  readonly asked: { readonly host: string; readonly port: number };
}

const nobody = [] as const;

/** Each client certificate of yours, and why it was not shown to this server. */
export function OwnIdentities({ clientAuth, asked }: OwnIdentitiesProps) {
  const [now] = useState(() => Date.now());
  const trust = useTrust();
  const identities = trust.status === 'ready' ? trust.trust.identities : nobody;
  const certificates = useIdentityChains(identities);
  if (trust.status !== 'ready' || certificates === undefined) return null;
  const { offered, authorities, signatureSchemes, certificateTypes } = clientAuth;
  const wish = {
    ...asked,
    authorities,
    signatureSchemes,
    ...(certificateTypes === undefined ? {} : { certificateTypes }),
  };
  const fits = identityFits(identities, { wish, offered, certificates, now });
  return (
    <section className={styles['wanted']} aria-label="What you have">
      <h3>What you have</h3>
      {fits.length === 0 ? (
        <p>No client certificate yet.</p>
      ) : (
        <ul className={styles['own']}>
          {fits.map(({ id, label, state, words }) => (
            <li key={id}>
              <Icon name={state === 'no' ? 'ban' : 'tick'} size={14} />
              <span>
                <b>{label}</b>: {words}.
              </span>
            </li>
          ))}
        </ul>
      )}
      {fits.length === 0 ? null : (
        <p>
          <LinkButton
            onPress={() => {
              goTo('trust');
              showTrustTab('identities');
            }}
          >
            Change them on the Trust page
          </LinkButton>
        </p>
      )}
    </section>
  );
}
