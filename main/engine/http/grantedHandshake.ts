import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { hostKey } from '#core/trust/host.ts';
import type { ExceptionGrant } from '#main/engine/trust/effective.ts';

/**
 * What a person granted for exactly one host and port: exceptions in force, or one send that nobody checks. Made by its two
 * functions alone, so that no object that merely looks like one lets a handshake go on after a refusal.
 */
export class HandshakeGrant {
  /** In force for this host and port; empty for an unchecked send, which uses none. */
  readonly exceptions: readonly ExceptionGrant[];
  readonly kind: 'exceptions' | 'unchecked';
  readonly #place: string;

  private constructor(kind: HandshakeGrant['kind'], place: string, exceptions: readonly ExceptionGrant[]) {
    this.kind = kind;
    this.#place = place;
    this.exceptions = exceptions;
  }

  /** Undefined when none of them is for this host and port. */
  static ofExceptions(host: string, port: number, found: readonly ExceptionGrant[]): HandshakeGrant | undefined {
    const place = placeOf(host, port);
    const exceptions = found.filter((one) => placeOf(one.host, one.port) === place);
    return exceptions.length === 0 ? undefined : new HandshakeGrant('exceptions', place, exceptions);
  }

  /** For one send that a person wants unchecked. */
  static unchecked(host: string, port: number): HandshakeGrant {
    return new HandshakeGrant('unchecked', placeOf(host, port), []);
  }

  isFor(host: string, port: number): boolean {
    return this.#place === placeOf(host, port);
  }
}

function placeOf(host: string, port: number): string {
  return `${hostKey(host)} ${port}`;
}

/**
 * Begins a handshake that goes on after the library has refused the chain: the one place in the product where that can be asked for
 * (docs/adr/0017; eslint.config.js allows it in this file alone). Whether anything is written afterwards is decided in `handshake.ts`
 * by core/trust/judgeException.ts, and for an unchecked send there alone.
 *
 * @throws when the grant is for another host or port: a bug
 */
export function connectGranted(
  grant: HandshakeGrant,
  { host, port }: { readonly host: string; readonly port: number },
  options: ConnectionOptions,
): TLSSocket {
  if (!grant.isFor(host, port)) throw new Error('a grant was used for another host or port');
  return connect({ ...options, rejectUnauthorized: false });
}
