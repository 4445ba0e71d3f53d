import { compareFingerprint, comparisonWords, type FingerprintComparison } from './compareFingerprint.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import styles from './FingerprintCompare.module.css';

interface FingerprintCompareProps {
  /** SHA-256 of the certificate, hex. */
  readonly sha256: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** Who showed the certificate, e.g. 'The server showed'. */
  readonly shownBy: string;
  /** From where the pasted one must not come, e.g. 'this server'. */
  readonly notFrom?: string;
  /** 'none' where it is not the first thing to do. */
  readonly focus?: 'field' | 'none';
}

/** The shown fingerprint above the published one, in groups of four bytes, and whether they are equal. */
export function FingerprintCompare({ sha256, typed, onType, shownBy, ...props }: FingerprintCompareProps) {
  const { notFrom = 'this server', focus = 'field' } = props;
  const comparison = compareFingerprint(sha256, typed);
  return (
    <section aria-label="Compare the fingerprint">
      <h3 className={styles['label']}>Compare its fingerprint, SHA-256</h3>
      <div className={styles['pair']}>
        <span className={styles['who']}>{shownBy}</span>
        <span className={styles['print']}>
          {groups(sha256).map((group, index) => (
            <span key={index} className={classes(differsIn(comparison, index) && styles['differs'])}>
              {group}
            </span>
          ))}
        </span>
        <span className={styles['who']}>The owner published</span>
        <TextArea
          label="Fingerprint the owner published"
          labelPlace="hidden"
          placeholder="Paste it here"
          isMono
          rows={2}
          autoFocus={focus === 'field'}
          value={typed}
          onChange={onType}
        />
      </div>
      <p className={styles['words']} role="status">
        <ComparisonGlyph comparison={comparison} />
        <span className={classes(comparison.kind === 'equal' && styles['equal'])}>
          {comparisonWords(comparison, notFrom)}
        </span>
      </p>
    </section>
  );
}

function ComparisonGlyph({ comparison }: { readonly comparison: FingerprintComparison }) {
  if (comparison.kind === 'equal') return <Icon name="tick" size={14} />;
  if (comparison.kind === 'empty') return <Glyph kind="note" size={14} name="hidden" />;
  if (comparison.kind === 'incomplete' && !comparison.differs) return <Glyph kind="note" size={14} name="hidden" />;
  return <Glyph kind="warning" size={14} name="hidden" />;
}

/** Groups of four bytes: '4B:D9:02:6E'. */
function groups(sha256: string): readonly string[] {
  return (sha256.match(/.{8}/g) ?? []).map(withColons);
}

function differsIn(comparison: FingerprintComparison, group: number): boolean {
  return comparison.kind === 'differs' && comparison.bytes.some((byte) => Math.floor(byte / 4) === group);
}
