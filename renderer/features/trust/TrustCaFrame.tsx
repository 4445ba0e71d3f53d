import { useState, type ReactNode } from 'react';
import { isExactly } from './trustDecision.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { formatDay } from '#core/certificate/validity.ts';
import type { InputOf } from '#core/contract.ts';
import { formatPlural } from '#core/format.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { isSelfIssued } from '#core/trust/search.ts';
import { call } from '#renderer/call.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './TrustCaDialog.module.css';

interface TrustCaFrameProps {
  readonly certificate: Certificate;
  readonly asked: { readonly host: string; readonly port: number };
  readonly scope: readonly string[];
  /** 'for 1 host until 23 Dec' */
  readonly words: string;
  /** Why it cannot be stored yet. */
  readonly problem: string | undefined;
  /** How many other hosts of the history it does not touch. */
  readonly unchanged: number;
  /** A list of this computer holds it already, or it was added before. */
  readonly isListed: boolean;
  /** What is stored. */
  readonly anchor: InputOf<'trust.add'>['anchors'][number];
  readonly onClose: () => void;
  readonly onStored: () => void;
  readonly children: ReactNode;
}

/** Head and foot of the dialog that trusts an authority, and what its button does. */
export function TrustCaFrame({ certificate, asked, scope, words, problem, ...props }: TrustCaFrameProps) {
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<string>();
  const name = certificateName(certificate);
  const trust = async (): Promise<void> => {
    setSaving(true);
    const result = await call('trust.add', { anchors: [props.anchor] });
    setSaving(false);
    if (result.ok) {
      applyTrust(result);
      props.onStored();
    } else {
      setError(explainTrustFailure(result.error));
    }
  };
  return (
    <Dialog
      title={isExactly(scope, asked.host, asked.port) ? `Trust ${name} for this host` : `Trust ${name}`}
      subtitle={`${subtitleOf(certificate)}${props.isListed ? '' : ' · in none of your lists today'}`}
      onClose={props.onClose}
      footnote={
        props.unchanged === 0
          ? 'Nothing is sent.'
          : `Nothing is sent. ${formatPlural(props.unchanged, 'other host')}: no change.`
      }
      actions={
        <>
          <Button onPress={props.onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={problem !== undefined || isSaving}
            why={problem ?? 'It is being stored.'}
            onPress={() => void trust()}
          >
            Trust {words}
          </Button>
        </>
      }
    >
      {props.children}
      {error === undefined ? null : (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}

function subtitleOf(certificate: Certificate): string {
  const kind = isSelfIssued(certificate) ? 'Root CA, signed by itself' : 'Intermediate CA';
  return [kind, keyText(certificate.publicKey), `until ${formatDay(certificate.notAfter)}`].join(' · ');
}
