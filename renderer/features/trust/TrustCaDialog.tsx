import { useState } from 'react';
import { compareFingerprint } from './compareFingerprint.ts';
import { EffectList } from './EffectList.tsx';
import { FingerprintCompare } from './FingerprintCompare.tsx';
import { otherHosts } from './otherHosts.ts';
import { ScopeField } from './ScopeField.tsx';
import { trustEffect } from './trustEffect.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { dateIn, DEFAULT_DAYS, shortDate, untilOf, untilProblem, type Until } from './untilDate.ts';
import { UntilField } from './UntilField.tsx';
import { keyText } from '#core/certificate/publicKey.ts';
import { formatDay } from '#core/certificate/validity.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { isSelfIssued } from '#core/trust/search.ts';
import { call } from '#renderer/call.ts';
import { useHistory } from '#renderer/state/history.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { decodeBag } from '#renderer/ui/decodeBag.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';
import { formatPlural } from '#core/format.ts';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './TrustCaDialog.module.css';

interface TrustCaDialogProps {
  /** The authority about to be trusted; its PEM is in `certificates`. */
  readonly sha256: string;
  readonly certificates: CertificateBag;
  /** What was asked when it was refused. */
  readonly host: string;
  readonly port: number;
  readonly findings: readonly NumberedFinding[];
  readonly sent: readonly string[];
  readonly onClose: () => void;
  /** Called when it is stored, with a sentence about it. */
  readonly onTrusted: (words: string) => void;
}

/**
 * Trust one authority: what is compared, for which hosts, until when, and what that changes.
 *
 * Begins as narrow as the request that was refused; wider is a link. The button that widens trust is never focused first.
 */
export function TrustCaDialog({ sha256, certificates, host, port, findings, sent, ...props }: TrustCaDialogProps) {
  // One moment for the whole dialog: the end must not move while it is being read.
  const [now] = useState(() => Date.now());
  const [decoded] = useState(() => decodeBag(certificates));
  const [published, setPublished] = useState('');
  const [scope, setScope] = useState<readonly string[]>([patternFor(host, port)]);
  const [until, setUntil] = useState<Until>({ kind: 'date', date: dateIn(DEFAULT_DAYS, now) });
  const [note, setNote] = useState('');
  const [saving, setSaving] = useState<'no' | 'yes'>('no');
  const [error, setError] = useState<string>();
  const entries = useHistory((state) => (state.status === 'ready' ? state.entries : noEntries));

  const certificate = decoded.get(sha256);
  const pem = certificates[sha256];
  if (certificate === undefined || pem === undefined) return null;
  const name = certificateName(certificate);
  const others = otherHosts(entries, { host, port }, scope);
  const effect = trustEffect({ findings, sent, certificates: decoded, authority: sha256, scope, host, port });
  const problem = scopeProblem(scope) ?? fingerprintProblem(sha256, published) ?? untilProblem(until, now);
  const words = decisionWords(scope, untilOf(until), now);

  const trust = async (): Promise<void> => {
    setSaving('yes');
    const end = untilOf(until);
    const result = await call('trust.add', {
      anchors: [
        {
          pem,
          scope: [...scope],
          origin: { kind: 'server', name: patternFor(host, port) },
          ...(end === undefined ? {} : { trustedUntil: end }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
      ],
    });
    setSaving('no');
    if (!result.ok) {
      setError(explainTrustFailure(result.error));
      return;
    }
    applyTrust(result);
    props.onTrusted(`${name} is trusted ${words}.`);
  };

  return (
    <Dialog
      title={isExact(scope, host, port) ? `Trust ${name} for this host` : `Trust ${name}`}
      subtitle={[
        isSelfIssued(certificate) ? 'Root CA, signed by itself' : `Intermediate CA`,
        keyText(certificate.publicKey),
        `until ${formatDay(certificate.notAfter)}`,
      ].join(' · ')}
      onClose={props.onClose}
      footnote={`Nothing is sent. ${formatPlural(others.unchanged, 'other host')}: no change.`}
      actions={
        <>
          <Button onPress={props.onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={problem !== undefined || saving === 'yes'}
            why={problem ?? 'It is being stored.'}
            onPress={() => void trust()}
          >
            Trust {words}
          </Button>
        </>
      }
    >
      <FingerprintCompare sha256={sha256} typed={published} onType={setPublished} shownBy="The server showed" />
      <div className={styles['pair']}>
        <ScopeField host={host} port={port} values={scope} onChange={setScope} />
        <UntilField value={until} onChange={setUntil} now={now} />
      </div>
      <TextField label="Note" placeholder="Who confirmed the fingerprint, and how" value={note} onChange={setNote} />
      <EffectList host={patternFor(host, port)} effect={effect} others={others} />
      {error === undefined ? null : (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}

const noEntries = [] as const;

function isExact(scope: readonly string[], host: string, port: number): boolean {
  return scope.length === 1 && scope[0] === patternFor(host, port);
}

/** An empty scope is everywhere: from a refusal that is too wide a step to take by deleting a chip. */
function scopeProblem(scope: readonly string[]): string | undefined {
  return scope.length === 0
    ? 'Name at least one host. To trust it everywhere, change it on the Trust page.'
    : undefined;
}

/** A fingerprint that was pasted must fit whole: half a comparison is none. */
function fingerprintProblem(sha256: string, published: string): string | undefined {
  const { kind } = compareFingerprint(sha256, published);
  return kind === 'equal' || kind === 'empty'
    ? undefined
    : 'The fingerprint you pasted is not that of this certificate.';
}

/** 'for 1 host until 23 Dec': what the decision says, on its button and after it. */
function decisionWords(scope: readonly string[], end: number | undefined, now: number): string {
  const isWide = scope.some((pattern) => /[*/]|^\./.test(pattern));
  const hosts = formatPlural(scope.length, isWide ? 'pattern' : 'host');
  return `for ${hosts} ${end === undefined ? 'without an end' : `until ${shortDate(end, now)}`}`;
}
