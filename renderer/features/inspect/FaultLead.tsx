import type { DerFailure } from '#core/certificate/der.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './FieldList.module.css';

interface FaultLeadProps {
  readonly fault: DerFailure;
  /** Of the whole certificate, in bytes. */
  readonly length: number;
}

/** Why this is no certificate, and where. */
export function FaultLead({ fault, length }: FaultLeadProps) {
  const where =
    fault.offset >= length
      ? `Its ${String(length)} bytes end too early.`
      : `The fault is at byte ${String(fault.offset)} of ${String(length)}; it is marked in the bytes.`;
  return (
    <div className={`${styles['finding'] ?? ''} ${styles['region'] ?? ''}`} role="alert">
      <Glyph kind="untrusted" />
      <p>
        <b>This is not a well-formed certificate.</b> It cannot be read to its end: {fault.reason}. {where}
      </p>
    </div>
  );
}
