import { create } from 'zustand';
import type { Finding } from '#core/trust/verdict.ts';

/** A decision about trust that any place of the window can ask for. `onDone` gets a sentence about what was decided. */
export type TrustDialog =
  /** Accept known problems of one certificate of one server. Without a host, it is typed. */
  | {
      readonly kind: 'except';
      readonly leafPem: string;
      readonly host?: string | undefined;
      readonly port?: number | undefined;
      /** What stopped the request; absent: the certificate is judged by itself. */
      readonly findings?: readonly Finding[] | undefined;
      readonly note?: string | undefined;
      readonly onDone?: ((words: string) => void) | undefined;
    }
  /** Refuse a certificate, or its key, wherever it appears. */
  | {
      readonly kind: 'refuse';
      readonly pem: string;
      /** Who showed it, when somebody did. */
      readonly host?: string | undefined;
      readonly port?: number | undefined;
      readonly onDone?: ((words: string) => void) | undefined;
    }
  /** Add a client certificate. `hosts`: to whom it may be shown, as a beginning. */
  | {
      readonly kind: 'identity';
      readonly hosts?: readonly string[] | undefined;
      readonly onDone?: ((words: string) => void) | undefined;
    };

/** The dialog that is open; one at a time. Drawn by renderer/app/TrustDialogs.tsx. */
export const useTrustDialogs = create<{ readonly open?: TrustDialog | undefined }>(() => ({}));

export function openTrustDialog(open: TrustDialog): void {
  useTrustDialogs.setState({ open });
}

export function closeTrustDialog(): void {
  useTrustDialogs.setState({ open: undefined });
}
