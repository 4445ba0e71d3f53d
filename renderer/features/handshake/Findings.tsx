import { connectionNotes } from '#core/report/connectionNotes.ts';
import type { Exchange } from '#core/http/exchange.ts';
import { startScan } from '#renderer/state/scan.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './TlsTab.module.css';

/** What is to be said about the connection, and the step that finds out more: what else the server would have spoken. */
export function Findings({ exchange }: { readonly exchange: Exchange }) {
  const notes = connectionNotes(exchange);
  const server = serverOf(exchange);
  return notes.map(({ severity, title, text }) => (
    <article key={title} className={styles['finding']}>
      <Glyph kind={severity === 'error' ? 'untrusted' : severity} />
      <div>
        <h3>{title}</h3>
        <p>{text}</p>
        {server === undefined || severity === 'note' ? null : (
          <div className={styles['todo']}>
            <Button
              size="small"
              icon="search"
              onPress={() => {
                void startScan(server.host, server.port);
              }}
            >
              Scan server
            </Button>
            <span>of {server.host}</span>
          </div>
        )}
      </div>
    </article>
  ));
}

/** Whom a scan would ask; undefined when the address names nobody. */
function serverOf({ request }: Exchange): { readonly host: string; readonly port: number } | undefined {
  if (!URL.canParse(request.url)) return undefined;
  const { hostname, port } = new URL(request.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === '' ? undefined : { host, port: port === '' ? 443 : Number(port) };
}
