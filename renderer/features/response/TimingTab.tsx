import type { CSSProperties } from 'react';
import type { Exchange } from '#core/http/exchange.ts';
import { openEntry } from '#renderer/state/openEntry.ts';
import { classes } from '#renderer/ui/classes.ts';
import { figure, formatMs } from '#core/format.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { axisTicks, waterfall, type HopTiming, type PhaseKind } from './waterfall.ts';
import styles from './TimingTab.module.css';

const legend: readonly (readonly [PhaseKind, string])[] = [
  ['prepare', 'prepare'],
  ['dns', 'DNS'],
  ['connect', 'connect'],
  ['tls', 'TLS'],
  ['verdict', 'verdict'],
  ['send', 'send'],
  ['wait', 'wait'],
  ['receive', 'receive'],
];

/** What each phase is spent on. */
const phaseTips: Readonly<Record<PhaseKind, string>> = {
  prepare: 'Before the network: reading what is trusted, choosing a connection',
  dns: 'Looking up the address of the host',
  connect: 'Opening the TCP connection',
  proxy: 'Asking the proxy for a tunnel',
  tls: 'The handshake, without our own check of the chain',
  verdict: 'Our own check of the chain',
  send: 'Writing the request',
  wait: 'From the end of the request to the first byte of the answer',
  receive: 'From the first byte of the answer to the last',
};

/** Where the time went: phases on one axis, numbers at the right. */
export function TimingTab({ exchange }: { readonly exchange: Exchange }) {
  const hops = waterfall(exchange);
  const totalMs = hops.reduce((sum, hop) => sum + hop.totalMs, 0);
  const waitMs = hops.flatMap((hop) => hop.phases).reduce((sum, { kind, ms }) => sum + (kind === 'wait' ? ms : 0), 0);
  // Phases are measured one by one: their sum may be a little more than the whole.
  const axisMs = Math.max(totalMs, ...hops.flatMap((hop) => hop.phases.map(({ startMs, ms }) => startMs + ms)), 0.1);
  return (
    <div className={styles['tab']}>
      <header className={styles['head']}>
        <h2>
          {formatMs(totalMs)}
          {waitMs === 0 ? '' : `, ${formatMs(waitMs)} of it waiting`}
        </h2>
        <ul className={styles['legend']} aria-label="Colours">
          {legend.map(([kind, label]) => (
            <li key={kind}>
              <span className={classes(styles['swatch'], styles[kind])} />
              {label}
            </li>
          ))}
        </ul>
      </header>
      <div className={styles['chart']}>
        <Axis axisMs={axisMs} />
        {hops.map((hop, index) => (
          <Hop key={index} hop={hop} number={hops.length > 1 ? index + 1 : undefined} axisMs={axisMs} />
        ))}
      </div>
      <p className={styles['begun']}>Begun {formatDateTime(exchange.startedAt)}</p>
    </div>
  );
}

function Axis({ axisMs }: { readonly axisMs: number }) {
  return (
    <div className={styles['axis']} aria-hidden="true">
      <span className={styles['unit']}>ms</span>
      <div className={styles['plot']}>
        {axisTicks(axisMs).map((tick) => (
          <span key={tick} className={styles['tick']} style={{ left: percent(tick, axisMs) }}>
            {tick}
          </span>
        ))}
      </div>
    </div>
  );
}

interface HopProps {
  readonly hop: HopTiming;
  readonly number: number | undefined;
  readonly axisMs: number;
}

function Hop({ hop, number, axisMs }: HopProps) {
  const { firstUsedBy } = hop;
  return (
    <table className={styles['hop']} aria-label={`Phases of the request to ${hop.host}`}>
      <colgroup>
        <col className={styles['labels']} />
        <col />
        <col className={styles['numbers']} />
      </colgroup>
      <thead>
        <tr>
          <th colSpan={2}>
            {number === undefined ? null : <span className={styles['number']}>{number}</span>}
            {hop.host}
          </th>
          <th className={styles['ms']}>{formatMs(hop.totalMs)}</th>
        </tr>
      </thead>
      <tbody>
        {hop.reused ? (
          <tr className={styles['reused']}>
            <td />
            <td colSpan={2}>
              Reused connection: no lookup, no connect and no handshake were needed.{' '}
              {firstUsedBy === undefined ? null : (
                <LinkButton onPress={() => void openEntry(firstUsedBy)}>Show the exchange that opened it</LinkButton>
              )}
            </td>
          </tr>
        ) : null}
        {hop.phases.map(({ kind, label, startMs, ms }) => {
          const place: CSSProperties = { left: percent(startMs, axisMs), width: percent(ms, axisMs) };
          return (
            <tr key={kind}>
              <th scope="row" title={phaseTips[kind]}>
                {label}
              </th>
              <td>
                <div className={styles['plot']}>
                  <span className={classes(styles['bar'], styles[kind])} style={place} />
                </div>
              </td>
              <td className={styles['ms']}>{figure(ms)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function percent(ms: number, axisMs: number): string {
  return `${String((ms / axisMs) * 100)}%`;
}
