import * as z from 'zod'; // not `{ z }`: see contract.ts
import type { Result } from '#core/result.ts';
import type { IdentityCandidate, IdentityFailure } from '#core/trust/identity.ts';
import type { TrustState, TrustFailure } from '#core/trust/anchor.ts';
import { id, importSource, nothing } from './input.ts';
import { method } from './method.ts';

const hosts = z.array(z.string().min(1).max(300)).min(1).max(200);
const label = z.string().min(1).max(200);
const note = z.string().max(4000);

/** Client certificates. Removing and bringing back: `trust.remove`, `trust.restore`. */
export const identityMethods = {
  /**
   * Look at a certificate and its key: one PKCS#12, one PEM with both, or several files (certificate, chain, key). Checks password,
   * key and chain. Stores nothing; the key waits in memory under the candidate's token.
   */
  'identity.read': method(
    z.strictObject({ sources: z.array(importSource).min(1).max(10), password: z.string().max(1000).optional() }),
  ).returns<Result<IdentityCandidate, IdentityFailure>>(),
  /** Keep it. `keep`: on disk, encrypted by the system's secret store, or until the app is closed. */
  'identity.add': method(
    z.strictObject({
      token: z.string().min(1).max(100),
      label,
      hosts,
      note: note.optional(),
      keep: z.enum(['protected', 'session']),
    }),
  ).returns<Result<TrustState, TrustFailure | IdentityFailure>>(),
  'identity.update': method(
    z.strictObject({
      id,
      label: label.optional(),
      hosts: hosts.optional(),
      note: note.optional(),
      enabled: z.boolean().optional(),
    }),
  ).returns<Result<TrustState, TrustFailure | IdentityFailure>>(),
  /** Write the key of a session identity to disk, encrypted. */
  'identity.protect': method(z.strictObject({ id })).returns<Result<TrustState, TrustFailure | IdentityFailure>>(),
  /** Whether this system can protect keys, and by what; in words for the dialog. */
  'identity.protection': method(nothing).returns<{
    readonly available: boolean;
    /** 'GNOME Keyring', 'KWallet', 'Keychain', 'DPAPI', 'none', 'plain text'. */
    readonly store: string;
    readonly reason?: string;
  }>(),
} as const;
