import type { ExportPreview } from '#core/contract.ts';
import { formatCount } from '#core/format.ts';
import { Table } from '#renderer/ui/Table.tsx';
import styles from './ExportDialog.module.css';

interface RedactionsProps {
  readonly redactions: ExportPreview['redactions'];
  readonly secrets: 'redact' | 'keep';
}

/** Every kind of secret that was found, by place and name, counted. */
export function Redactions({ redactions, secrets }: RedactionsProps) {
  if (redactions.length === 0) {
    return <p className={styles['none']}>No secret was found in headers, cookies, addresses or bodies.</p>;
  }
  return (
    <section>
      <h3 className={styles['label']}>{secrets === 'redact' ? 'What will be left out' : 'What will be in the file'}</h3>
      <div className={styles['redactions']}>
        <Table label="Secrets found">
          <thead>
            <tr>
              <th>Name</th>
              <th>Where</th>
              <th data-numeric>Times</th>
            </tr>
          </thead>
          <tbody>
            {redactions.map((redaction) => (
              <tr key={`${redaction.place}\n${redaction.name}`}>
                <td className={styles['mono']}>{redaction.name}</td>
                <td>{redaction.place}</td>
                <td data-numeric>{formatCount(redaction.count)}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}
