import { decodePem } from '#renderer/ui/decodeBag.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { CertificateFields } from '#renderer/ui/CertificateFields.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './CertificateDialog.module.css';

interface CertificateDialogProps {
  readonly sha256: string;
  readonly pem: string;
  readonly onClose: () => void;
}

/** The fields of one certificate, over the page. */
export function CertificateDialog({ sha256, pem, onClose }: CertificateDialogProps) {
  const certificate = decodePem(pem);
  if (certificate === undefined) return null;
  return (
    <Dialog
      title={certificateName(certificate)}
      subtitle="Decoded from the bytes as they were read"
      width={900}
      onClose={onClose}
      actions={<CopyButton text={pem} label="Copy PEM" look="words" />}
    >
      <div className={styles['fields']}>
        <CertificateFields certificate={certificate} sha256={sha256} findings={[]} />
      </div>
    </Dialog>
  );
}
