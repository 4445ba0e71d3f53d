import type { KnownCertificate } from '#core/trust/anchors.ts';
import type { Distrust } from '#core/trust/distrust.ts';
import { keySha256Of } from './authority.ts';

/** What the user refuses, by certificate and by key. */
export class Refusals {
  readonly #certificates = new Map<string, Distrust>();
  readonly #keys = new Map<string, Distrust>();

  constructor(distrusted: readonly Distrust[]) {
    for (const distrust of distrusted)
      (distrust.kind === 'certificate' ? this.#certificates : this.#keys).set(distrust.sha256, distrust);
  }

  /** The refusal that meets this certificate, wherever it comes from; undefined when none does. */
  of(known: KnownCertificate): Distrust | undefined {
    const itself = this.#certificates.get(known.sha256);
    if (itself !== undefined || this.#keys.size === 0) return itself;
    return this.#keys.get(known.keySha256 ?? keySha256Of(known.certificate));
  }
}
