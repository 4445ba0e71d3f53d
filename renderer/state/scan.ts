import { create } from 'zustand';
import { bracketed } from '#core/http/address.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { call, listen } from '#renderer/call.ts';
import { goTo } from './navigation.ts';
import { notify } from './notice.ts';
import { newId } from './uuid.ts';

/** A scan of this run of the app: its last word, and the id by which it can go on. */
export interface Scan {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** Absent until the main process has said something. */
  readonly report?: ScanReport;
}

interface Scans {
  /** Newest scan of each server, by `host:port`. Kept while the app runs. */
  readonly byServer: Readonly<Record<string, Scan>>;
  /** The server shown in the place "Hosts"; undefined: the field that asks for one. */
  readonly selected: string | undefined;
}

export const useScans = create<Scans>(() => ({ byServer: {}, selected: undefined }));
const { getState, setState } = useScans;

/** 'api.example:443', '[::1]:8443': the key of a server. */
export function serverKey(host: string, port: number): string {
  return `${bracketed(host)}:${String(port)}`;
}

/** Shows a server in the place "Hosts"; undefined asks for one. */
export function selectServer(selected: string | undefined): void {
  setState({ selected });
}

/** Goes to the place "Hosts" and scans the server there. One that is running already is only shown. */
export async function startScan(host: string, port: number): Promise<void> {
  goTo('hosts');
  const key = serverKey(host, port);
  selectServer(key);
  const known = getState().byServer[key];
  if (known !== undefined && isRunning(known)) return;
  const scan: Scan = { id: newId(), host, port };
  put(key, scan);
  settle(key, scan.id, await call('scan.start', { id: scan.id, host, port }));
}

/** Also before its first word. */
function isRunning({ report }: Scan): boolean {
  return report === undefined || report.state === 'running';
}

/** Stops; what was found stays. */
export async function cancelScan({ id }: Scan): Promise<void> {
  await call('scan.cancel', { id });
}

/** Goes on where it was stopped. */
export async function goOnScan(scan: Scan): Promise<void> {
  const key = serverKey(scan.host, scan.port);
  settle(key, scan.id, await call('scan.goOn', { id: scan.id }));
}

/** Hears of running scans. Returns the function that stops it. */
export function followScans(): () => void {
  return listen('scan.progress', ({ id, report }) => {
    tell(serverKey(report.host, report.port), id, report);
  });
}

type Answer = Awaited<ReturnType<typeof call<'scan.start'>>>;

function settle(key: string, id: string, answer: Answer): void {
  if (answer.ok) tell(key, id, answer.value);
  else notify('The scan could not go on. Scan again.');
}

/** A scan that was replaced by a newer one of the same server is not listened to. */
function tell(key: string, id: string, report: ScanReport): void {
  const known = getState().byServer[key];
  if (known?.id === id) put(key, { ...known, report });
}

function put(key: string, scan: Scan): void {
  setState(({ byServer }) => ({ byServer: { ...byServer, [key]: scan } }));
}
