/** Which fault (or behaviour) a playground server shows. The order is the order of the welcome view. */
export type PlaygroundServerId =
  | 'good'
  | 'expired'
  | 'wrong-host'
  | 'self-signed'
  | 'missing-intermediate'
  | 'weak-key'
  | 'client-certificate'
  | 'breaks-off'
  | 'revoked'
  | 'tls12'
  | 'slow'
  | 'streaming'
  | 'large';

export interface PlaygroundServer {
  readonly id: PlaygroundServerId;
  readonly title: string;
  /** What is special about it, in one or two short sentences. */
  readonly description: string;
  /** https://localhost:port/path */
  readonly url: string;
  readonly port: number;
  readonly group: 'untrusted' | 'different';
}

export interface PlaygroundState {
  readonly status: 'off' | 'starting' | 'on';
  readonly servers: readonly PlaygroundServer[];
  /** PEM and SHA-256 of the private CA made at start; absent when off. */
  readonly ca?: { readonly pem: string; readonly sha256: string; readonly subject: string };
}
