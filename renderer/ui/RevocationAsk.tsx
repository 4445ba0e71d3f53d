import { fetchHost, fetchLine } from '#core/diagnose/fetch.ts';
import { revocationWords, type RevocationMethod, type RevocationOffer } from '#core/diagnose/revocationCheck.ts';
import { Button } from './Button.tsx';
import { Glyph } from './Glyph.tsx';
import styles from './RevocationAsk.module.css';

interface RevocationAskProps {
  /** What the certificate is called. */
  readonly name: string;
  readonly offers: readonly RevocationOffer[];
  readonly onAsk: (method: RevocationMethod) => void;
  readonly onCancel: (jobId: string) => void;
}

/** Asks an authority whether it took a certificate back, when a person wants to know; names whom, before. */
export function RevocationAsk({ name, offers, onAsk, onCancel }: RevocationAskProps) {
  return (
    <div className={styles['ask']}>
      {offers.map((offer) => (
        <Offer key={offer.method} offer={offer} name={name} onAsk={onAsk} onCancel={onCancel} />
      ))}
    </div>
  );
}

const labels: Readonly<Record<RevocationMethod, string>> = {
  ocsp: 'Ask by OCSP',
  crl: 'Fetch the revocation list',
};

interface OfferProps extends Omit<RevocationAskProps, 'offers'> {
  readonly offer: RevocationOffer;
}

function Offer({ offer: { method, url, look }, name, onAsk, onCancel }: OfferProps) {
  const host = fetchHost(url);
  if (look?.status === 'running') {
    const { jobId } = look;
    return (
      <div className={styles['row']} role="status">
        <Button
          size="small"
          icon="stop"
          onPress={() => {
            onCancel(jobId);
          }}
        >
          Cancel
        </Button>
        <span>Asking {host}…</span>
      </div>
    );
  }
  return (
    <div>
      <div className={styles['row']}>
        <Button
          size="small"
          icon={look === undefined ? 'download' : 'refresh'}
          onPress={() => {
            onAsk(method);
          }}
        >
          {labels[method]}
        </Button>
        <span>One request to {host}, the address in the certificate.</span>
      </div>
      {look === undefined ? null : <Answer look={look} name={name} />}
    </div>
  );
}

function Answer({ look, name }: { readonly look: Exclude<RevocationOffer['look'], undefined>; readonly name: string }) {
  if (look.status !== 'done') return <p role="alert">Nobody was asked: the certificates cannot be read.</p>;
  const { status, fetches } = look.found;
  const glyph = status?.status === 'good' ? 'note' : status?.status === 'revoked' ? 'untrusted' : 'warning';
  return (
    <div className={styles['answer']} role="status">
      <Glyph kind={glyph} name="hidden" />
      <div>
        <p>{revocationWords(look.found, name)}</p>
        {fetches.map((fetch, index) => (
          <p key={index} className={styles['line']}>
            {fetchLine(fetch)}
          </p>
        ))}
      </div>
    </div>
  );
}
