import type { Verdict } from '#core/trust/verdict.ts';

/** A server that requests were sent to, as its latest exchange saw it. */
export interface HostEntry {
  /** As an address writes it: 'api.example', '[::1]:8443'; no port when it is the scheme's own. */
  readonly authority: string;
  readonly scheme: 'https' | 'http';
  /** ms UTC. */
  readonly lastSeenAt: number;
  readonly exchanges: number;
  /** Of the latest exchange that had one; absent when none ever had. */
  readonly verdict?: Verdict['kind'];
  /** When the certificate it showed then ends, ms UTC. */
  readonly notAfter?: number;
}

export interface HostPage {
  readonly hosts: readonly HostEntry[];
  /** True when there are more hosts than are listed. */
  readonly more: boolean;
}
