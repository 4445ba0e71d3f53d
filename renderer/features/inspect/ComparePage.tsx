import { useEffect, useMemo, useState } from 'react';
import { compareCertificates } from '#core/compare/compare.ts';
import { compareText } from '#core/compare/compareText.ts';
import type { Compared as Side, Comparison as Compared } from '#core/compare/comparison.ts';
import { compare, type Comparison, type InspectedCertificate } from '#renderer/state/inspect.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { fingerprintsOf } from '#renderer/ui/fingerprints.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import { CertificatePicker } from './CertificatePicker.tsx';
import { ComparedSide } from './ComparedSide.tsx';
import { ComparedTable } from './ComparedTable.tsx';
import { ComparedWords } from './ComparedWords.tsx';
import { openPem } from './lazyBag.ts';
import { allSources } from './pickRows.ts';
import styles from './ComparePage.module.css';

/** Two certificates side by side. */
export function ComparePage({ comparison }: { readonly comparison: Comparison }) {
  const { a, b } = comparison;
  const [picking, setPicking] = useState<'a' | 'b' | undefined>(b === undefined ? 'b' : undefined);
  const [fold, setFold] = useState<'folded' | 'open'>('folded');
  const result = useCompared(comparison);
  const pick = (certificate: InspectedCertificate): void => {
    compare({ ...comparison, ...(picking === 'a' ? { a: certificate } : { b: certificate }) });
    setPicking(undefined);
  };
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>Compare</h1>
        <Switch
          label="Fold what is equal"
          isSelected={fold === 'folded'}
          onChange={(isOn) => {
            setFold(isOn ? 'folded' : 'open');
          }}
        />
        {result === undefined || b === undefined ? null : (
          <CopyButton
            look="words"
            label="Copy as text"
            text={() => compareText(result, { a: nameLine(a), b: nameLine(b) })}
          />
        )}
        <Button
          onPress={() => {
            compare();
          }}
        >
          Back to the viewer
        </Button>
      </header>
      <div className={styles['band']}>
        <ComparedSide
          letter="A"
          certificate={a}
          onChange={() => {
            setPicking('a');
          }}
        />
        <IconButton
          icon="swap"
          label="Swap A and B"
          isDisabled={b === undefined}
          onPress={() => {
            if (b !== undefined) compare({ ...comparison, a: b, b: a });
          }}
        />
        <ComparedSide
          letter="B"
          certificate={b}
          onChange={() => {
            setPicking('b');
          }}
        />
      </div>
      {result === undefined ? (
        <EmptyState title={b === undefined ? 'Choose a second certificate' : 'One of them is malformed'}>
          {b === undefined
            ? 'From what is open, from the history or from the trust list.'
            : 'A malformed certificate has no fields to compare. The viewer shows its bytes.'}
        </EmptyState>
      ) : (
        <div className={styles['grid']}>
          <ComparedWords result={result} />
          <ComparedTable groups={result.groups} fold={fold} />
        </div>
      )}
      {picking === undefined ? null : (
        <CertificatePicker
          title={`Certificate ${picking.toUpperCase()}`}
          sources={allSources}
          onPick={pick}
          onClose={() => {
            setPicking(undefined);
          }}
        />
      )}
    </div>
  );
}

/** Undefined until there are two that can be read. */
function useCompared({ a, b, host }: Comparison): Compared | undefined {
  const [now] = useState(() => Date.now());
  const [one, other] = [useMemo(() => sideOf(a), [a]), useMemo(() => sideOf(b), [b])];
  const [pinA, pinB] = [usePin(one), usePin(other)];
  return useMemo(() => {
    if (one === undefined || other === undefined) return undefined;
    // Both or neither: a pin on one side alone would look like a difference.
    const pins = pinA === undefined || pinB === undefined ? [] : [pinA, pinB];
    return compareCertificates({ ...one, pin: pins[0] }, { ...other, pin: pins[1] }, { now, host });
  }, [one, other, pinA, pinB, host, now]);
}

function sideOf(inspected: InspectedCertificate | undefined): Side | undefined {
  const read = openPem(inspected?.pem)?.read;
  return read?.ok === true && inspected !== undefined
    ? { certificate: read.value, sha256: inspected.sha256 }
    : undefined;
}

/** The pin of its key, a moment later. */
function usePin(side: Side | undefined): string | undefined {
  const [found, setFound] = useState<{ readonly of: Side; readonly pin: string }>();
  useEffect(() => {
    if (side === undefined) return undefined;
    let isCurrent = true;
    void fingerprintsOf(side.certificate).then(({ pin }) => {
      if (isCurrent) setFound({ of: side, pin });
    });
    return () => {
      isCurrent = false;
    };
  }, [side]);
  return found?.of === side ? found?.pin : undefined;
}

function nameLine({ sha256, origin }: InspectedCertificate): string {
  return `${origin}, SHA-256 ${sha256}`;
}
