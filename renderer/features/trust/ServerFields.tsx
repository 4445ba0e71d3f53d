import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { serverProblem, type Server } from './server.ts';
import styles from './ExceptionDialog.module.css';

interface ServerFieldsProps {
  /** Its names are offered. */
  readonly certificate: Certificate;
  readonly value: Server;
  readonly onChange: (value: Server) => void;
}

/** More names than this are not offered: shared certificates carry hundreds. */
const OFFERED = 3;

/** For which server, where nobody was asked yet: host and port, as in an address. */
export function ServerFields({ certificate, value, onChange }: ServerFieldsProps) {
  const names = (extensionOf(certificate, 'subjectAltName')?.names ?? []).flatMap((name) =>
    (name.kind === 'dns' && !name.value.includes('*')) || name.kind === 'ip' ? [name.value] : [],
  );
  return (
    <div className={styles['server']}>
      <TextField
        label="Host"
        isMono
        autoFocus
        placeholder="api.corp"
        value={value.host}
        onChange={(host) => {
          onChange({ ...value, host: host.trim() });
        }}
        help={
          names.length === 0 ? (
            'It names no host.'
          ) : (
            <>
              It is for{' '}
              {names.slice(0, OFFERED).map((name, index) => (
                <span key={name}>
                  {index === 0 ? '' : ', '}
                  <LinkButton
                    onPress={() => {
                      onChange({ ...value, host: name });
                    }}
                  >
                    {name}
                  </LinkButton>
                </span>
              ))}
              {names.length > OFFERED ? ` and ${String(names.length - OFFERED)} more` : ''}.
            </>
          )
        }
        error={value.host === '' ? undefined : serverProblem(value)}
      />
      <TextField
        label="Port"
        isMono
        inputMode="numeric"
        value={value.port}
        onChange={(port) => {
          onChange({ ...value, port: port.trim() });
        }}
      />
    </div>
  );
}
