import type { Address } from './address.ts';
import type { ConnectTo } from './draft.ts';

/** Where the connection is really opened: the address itself, or what the first fitting --connect-to says. */
export function routeOf(
  address: Pick<Address, 'host' | 'port'>,
  connectTo: readonly ConnectTo[] = [],
): { readonly host: string; readonly port: number } {
  const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();
  const rule = connectTo.find(
    (candidate) =>
      (candidate.host === '' || bare(candidate.host) === address.host) &&
      (candidate.port === 0 || candidate.port === address.port),
  );
  return {
    host: rule && rule.toHost !== '' ? bare(rule.toHost) : address.host,
    port: rule && rule.toPort !== 0 ? rule.toPort : address.port,
  };
}
