import type { Exchange, Header } from '#core/http/exchange.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { responseOf } from './responseOf.ts';
import { statusText } from './statusText.ts';
import styles from './HeadersTab.module.css';

/** Both directions, in the order and the spelling of the wire. */
export function HeadersTab({ exchange }: { readonly exchange: Exchange }) {
  const { request, trailers } = exchange;
  const response = responseOf(exchange);
  const target = request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/';
  return (
    <>
      {response === undefined ? null : (
        <Headers
          title="Response headers"
          line={`${response.httpVersion} ${statusText(response)}`}
          headers={response.headers}
        />
      )}
      {trailers === undefined || trailers.length === 0 ? null : (
        <Headers title="Trailers" line="after the body" headers={trailers} />
      )}
      <Headers
        title={response === undefined ? 'Request headers, as they would have been sent' : 'Request headers'}
        line={`${request.method} ${target} ${request.httpVersion}`}
        headers={request.headers}
      />
      {request.withheld === undefined || request.withheld.length === 0 ? null : (
        <p className={styles['withheld']}>
          Left out, because nobody checked who answered: <b>{request.withheld.join(', ')}</b>
        </p>
      )}
    </>
  );
}

interface HeadersProps {
  readonly title: string;
  readonly line: string;
  readonly headers: readonly Header[];
}

function Headers({ title, line, headers }: HeadersProps) {
  const text = [line, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  return (
    <section className={styles['section']}>
      <header className={styles['head']}>
        <h2>{title}</h2>
        <code className={styles['line']}>{line}</code>
        <CopyButton label={`Copy ${title.toLowerCase()}`} text={text} size="small" />
      </header>
      <Table label={title} className={styles['table']}>
        <tbody>
          {headers.map(([name, value], index) => (
            // The same header may come twice; its place is what tells them apart.
            <tr key={index}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
