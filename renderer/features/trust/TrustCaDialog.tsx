import { useState } from 'react';
import { EffectList } from './EffectList.tsx';
import { FingerprintCompare } from './FingerprintCompare.tsx';
import { otherHosts, triedHosts } from './otherHosts.ts';
import type { Refused } from './refused.ts';
import { ScopeField } from './ScopeField.tsx';
import { TrustCaFrame } from './TrustCaFrame.tsx';
import { anchorOf, decisionProblem, decisionWords, type TrustDecision } from './trustDecision.ts';
import { triedEffect, trustEffect } from './trustEffect.ts';
import { dateIn, DEFAULT_DAYS } from './untilDate.ts';
import { UntilField } from './UntilField.tsx';
import { useDryRun, type TrustChange } from './useDryRun.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { useHistory } from '#renderer/state/history.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './TrustCaDialog.module.css';

interface TrustCaDialogProps {
  /** The authority about to be trusted; it is among the certificates of `refused`. */
  readonly sha256: string;
  readonly refused: Refused;
  readonly onClose: () => void;
  /** Called when it is stored, with a sentence about it. */
  readonly onTrusted: (words: string) => void;
}

/**
 * Trust one authority: what is compared, for which hosts, until when, and what that changes.
 *
 * Begins as narrow as the request that was refused; wider is a link. The button that widens trust is never focused first.
 */
export function TrustCaDialog({ sha256, refused, onClose, onTrusted }: TrustCaDialogProps) {
  const { host, port, decoded, findings, sent } = refused;
  // One moment for the whole dialog: the end must not move while it is being read.
  const [now] = useState(() => Date.now());
  const [decision, setDecision] = useState<TrustDecision>(() => ({
    published: '',
    scope: [patternFor(host, port)],
    until: { kind: 'date', date: dateIn(DEFAULT_DAYS, now) },
    note: '',
  }));
  const entries = useHistory((state) => (state.status === 'ready' ? state.entries : noEntries));
  const trust = useTrust();
  const certificate = decoded.get(sha256);
  const pem = refused.certificates[sha256];
  const anchor = pem === undefined ? undefined : anchorOf(pem, decision, { host, port });
  const problem = decisionProblem(sha256, decision, now);
  const tried = useDryRun(anchor === undefined || problem !== undefined ? undefined : changeOf(anchor));
  const run = tried?.status === 'ready' ? tried.run : undefined;
  if (certificate === undefined || anchor === undefined) return null;
  const { scope } = decision;
  const known = otherHosts(entries, { host, port }, scope);
  const isListed = trust.status === 'ready' && trust.trust.anchors.some((listed) => listed.sha256 === sha256);
  const others = run === undefined ? known : triedHosts(known, run);
  // Kept intermediates lead on where the server leaves one out.
  const hints = trust.status === 'ready' ? trust.trust.hints.map((hint) => hint.sha256) : [];
  const lead = [...sent, ...hints.filter((hint) => decoded.has(hint))];
  const effect = trustEffect({ findings, sent: lead, certificates: decoded, authority: sha256, scope, host, port });
  const words = decisionWords(decision, now);
  const change = (changes: Partial<TrustDecision>): void => {
    setDecision({ ...decision, ...changes });
  };
  return (
    <TrustCaFrame
      certificate={certificate}
      asked={{ host, port }}
      scope={scope}
      words={words}
      problem={problem}
      unchanged={others.unchanged}
      anchor={anchor}
      isListed={isListed}
      onClose={onClose}
      onStored={() => {
        onTrusted(`${certificateName(certificate)} is trusted ${words}.`);
      }}
    >
      <FingerprintCompare
        sha256={sha256}
        typed={decision.published}
        onType={(published) => {
          change({ published });
        }}
        shownBy={sent.includes(sha256) ? 'The server showed' : isListed ? 'Your list has' : 'Fetched from its address'}
      />
      <div className={styles['pair']}>
        <ScopeField
          host={host}
          port={port}
          values={scope}
          onChange={(values) => {
            change({ scope: values });
          }}
        />
        <UntilField
          value={decision.until}
          onChange={(until) => {
            change({ until });
          }}
          now={now}
        />
      </div>
      <TextField
        label="Note"
        placeholder="Who confirmed the fingerprint, and how"
        value={decision.note}
        onChange={(note) => {
          change({ note });
        }}
      />
      <EffectList
        host={patternFor(host, port)}
        effect={run === undefined ? effect : triedEffect(effect, { findings, host, port }, run)}
        others={others}
        basis={run === undefined ? 'shown' : 'tried'}
      />
    </TrustCaFrame>
  );
}

const noEntries = [] as const;

/** What is tried before it is decided. */
function changeOf({ pem, scope, trustedUntil }: ReturnType<typeof anchorOf>): TrustChange {
  return { kind: 'add', pem, scope, ...(trustedUntil === undefined ? {} : { trustedUntil }) };
}
