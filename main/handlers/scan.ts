import type { Handlers } from '#core/contract.ts';
import type { scanMethods } from '#core/contract/scan.ts';
import type { Engine } from '#main/engine/engine.ts';

/** Server scans, and the hosts they are begun from. */
export function scanHandlers(engine: Engine): Pick<Handlers, keyof typeof scanMethods> {
  return {
    'scan.start': ({ delayMs, ...order }) =>
      engine.scans.start({ ...order, ...(delayMs === undefined ? {} : { delayMs }) }),
    'scan.goOn': ({ id }) => engine.scans.goOn(id),
    'scan.cancel': ({ id }) => Promise.resolve({ cancelled: engine.scans.cancel(id) }),
    'host.list': () => engine.history.hosts(),
  };
}
