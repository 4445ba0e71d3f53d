import { rowHolds } from './rowFilter.ts';
import type { Identity, KeyProtection } from '#core/trust/identity.ts';

/** @param filter what was typed: names, hosts, notes, fingerprints of the chain */
export function identityRows(identities: readonly Identity[], filter: string): readonly Identity[] {
  return identities.filter(({ label, subject, issuer, hosts, note, origin, key, chain }) =>
    rowHolds(filter, [label, subject, issuer, ...hosts, note ?? '', origin, key], chain),
  );
}

/** Who protects a private key, in two short lines. */
export interface KeyLines {
  readonly tone: 'plain' | 'warning';
  readonly state: string;
  readonly second: string;
}

export function keyLines(protection: KeyProtection): KeyLines {
  switch (protection.kind) {
    case 'protected':
      return { tone: 'plain', state: 'Protected by the system', second: `locked in ${protection.store}` };
    case 'session':
      return { tone: 'warning', state: 'Not protected', second: 'this run only' };
    case 'missing':
      return { tone: 'warning', state: 'Key is not at hand', second: protection.reason };
  }
}

/**
 * What the state of the key means and what can be done, for the opened row.
 *
 * @param system whether this system can protect keys; undefined while that is not known
 */
export function keyWords(
  protection: KeyProtection,
  system: { readonly available: boolean; readonly store: string; readonly reason?: string } | undefined,
): string {
  switch (protection.kind) {
    case 'protected':
      return `${protection.store} protects its key: it lies on disk encrypted, and never leaves this computer.`;
    case 'missing':
      return `${withStop(protection.reason)} It is shown to nobody.`;
    case 'session': {
      const held = 'Its key is kept in memory and forgotten when you quit.';
      if (system === undefined) return held;
      return system.available
        ? `${held} ${system.store} can protect it: it is then written to disk encrypted.`
        : `${held} ${withStop(system.reason ?? 'This system has no secret store.')}`;
    }
  }
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
