import { FingerprintCompare } from './FingerprintCompare.tsx';
import { mustCompare, type Comparison } from './importComparison.ts';
import { formatCount } from '#core/format.ts';
import type { ImportedCertificate } from '#core/trust/importRead.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { FingerprintText } from '#renderer/ui/FingerprintText.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './ImportDialog.module.css';

interface ImportFingerprintsProps {
  readonly anchors: readonly ImportedCertificate[];
  readonly comparison: Comparison;
  readonly onChange: (comparison: Comparison) => void;
}

/** So many are shown one by one; a longer list is compared as a whole. */
const MOST_SHOWN = 12;

/** The fingerprints of what will be trusted, to be compared with what the owners published: asked of what came over the network. */
export function ImportFingerprints({ anchors, comparison, onChange }: ImportFingerprintsProps) {
  const [only] = anchors;
  if (only === undefined) return null;
  const { ticked, typed } = comparison;
  const tick = (sha256s: readonly string[], isOn: boolean): void => {
    const next = new Set(ticked);
    for (const sha256 of sha256s) {
      if (isOn) next.add(sha256);
      else next.delete(sha256);
    }
    onChange({ ...comparison, ticked: next });
  };
  if (anchors.length === 1) {
    const text = typed?.sha256 === only.sha256 ? typed.text : undefined;
    return (
      <section aria-label="Compare with what the owner published" className={styles['compare']}>
        {text !== undefined || mustCompare(only) ? (
          <FingerprintCompare
            sha256={only.sha256}
            typed={text ?? ''}
            onType={(pasted) => {
              onChange({ ...comparison, typed: { sha256: only.sha256, text: pasted } });
            }}
            shownBy={shownBy(only)}
            notFrom={notFrom(only)}
            focus={mustCompare(only) ? 'none' : 'field'}
          />
        ) : (
          <div>
            <h3 className={styles['label']}>Compare with what the owner published</h3>
            <p className={styles['wholePrint']}>
              <FingerprintText hex={only.sha256} />
            </p>
          </div>
        )}
        <div className={classes(styles['byEye'], (text !== undefined || mustCompare(only)) && styles['below'])}>
          <Checkbox
            isSelected={ticked.has(only.sha256)}
            onChange={(isOn) => {
              tick([only.sha256], isOn);
            }}
          >
            I compared the SHA-256 fingerprint of {only.subject}
          </Checkbox>
          {text !== undefined || mustCompare(only) ? null : (
            <LinkButton
              onPress={() => {
                onChange({ ...comparison, typed: { sha256: only.sha256, text: '' } });
              }}
            >
              Paste it to compare
            </LinkButton>
          )}
        </div>
      </section>
    );
  }
  return (
    <section aria-label="Compare the fingerprints" className={styles['compare']}>
      <h3 className={styles['label']}>Compare with what the owners published</h3>
      {anchors.length > MOST_SHOWN ? (
        <Checkbox
          isSelected={anchors.every(({ sha256 }) => ticked.has(sha256))}
          onChange={(isOn) => {
            tick(
              anchors.map(({ sha256 }) => sha256),
              isOn,
            );
          }}
        >
          I compared the SHA-256 fingerprints of these {formatCount(anchors.length)} CAs
        </Checkbox>
      ) : (
        <ul className={styles['prints']}>
          {anchors.map(({ sha256, subject }) => (
            <li key={sha256}>
              <Checkbox
                isSelected={ticked.has(sha256)}
                onChange={(isOn) => {
                  tick([sha256], isOn);
                }}
              >
                I compared {subject}
              </Checkbox>
              <div className={styles['print']}>
                <FingerprintText hex={sha256} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function notFrom({ origin }: ImportedCertificate): string {
  switch (origin.kind) {
    case 'server':
      return 'this server';
    case 'url':
      return 'this address';
    case 'paste':
      return 'where you copied it';
    case 'file':
      return 'beside this file';
  }
}

function shownBy({ origin }: ImportedCertificate): string {
  switch (origin.kind) {
    case 'server':
      return 'The server showed';
    case 'url':
      return 'The address gave';
    case 'paste':
      return 'You pasted';
    case 'file':
      return 'The file holds';
  }
}
