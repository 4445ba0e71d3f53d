import type { AnchorSource } from './verdict.ts';

/** What would count for one host and port now: "what would be trusted for…". */
export interface EffectivePreview {
  readonly host: string;
  readonly port: number;
  /** Every enabled custom anchor with whether it counts here and why; then those of the lists that were switched off. */
  readonly custom: readonly CustomEffect[];
  /** How many anchors of each list count here. */
  readonly counts: Readonly<Record<AnchorSource, number>>;
  /** SHA-256 of every anchor that counts here, of any source. */
  readonly anchors: readonly string[];
  /** Exceptions made for this host and port, with what they are now. */
  readonly exceptions: readonly { readonly id: string; readonly state: 'active' | 'ended' | 'stopped' }[];
  /** Identities that may be shown here, the one that would be tried first at the head. A server that asks by CA names may want another. */
  readonly identities: readonly { readonly id: string; readonly pattern: string }[];
}

export interface CustomEffect {
  readonly sha256: string;
  readonly label: string;
  readonly counts: boolean;
  /** 'everywhere', the pattern that covers the host, 'other-hosts', 'ended', 'off', 'refused' (distrusted). */
  readonly why:
    | { readonly kind: 'everywhere' | 'other-hosts' | 'ended' | 'off' | 'refused' }
    | { readonly kind: 'pattern'; readonly pattern: string };
}

/** Who relied on an anchor: hosts of the history whose verdict ended in it. */
export interface Reliance {
  readonly hosts: readonly {
    readonly host: string;
    readonly port: number;
    /** Exchanges in history. */
    readonly exchanges: number;
    /** ms UTC of the last. */
    readonly lastAt: number;
    /** Id of the last: to open it. */
    readonly lastExchange: string;
  }[];
  readonly exchanges: number;
}

/** What a change of trust would do to the hosts of the history, judged again with the chains they showed last. Nothing is changed, nobody is asked. */
export interface DryRun {
  readonly hosts: readonly {
    readonly host: string;
    readonly port: number;
    readonly before: 'trusted' | 'excepted' | 'untrusted';
    readonly after: 'trusted' | 'excepted' | 'untrusted';
    /** Label of the anchor that would vouch for it afterwards; absent when none does. */
    readonly anchor?: string;
    /** Kinds of findings that stop it afterwards. */
    readonly stops: readonly string[];
  }[];
  /** Hosts of the history that were looked at. */
  readonly looked: number;
}
