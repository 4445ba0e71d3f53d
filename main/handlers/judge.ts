import type { Handlers } from '#core/contract.ts';
import type { Engine } from '#main/engine/engine.ts';
import { judgeOffline } from '#main/engine/trust/judgeOffline.ts';

export function judgeHandlers({ trust }: Pick<Engine, 'trust'>): Pick<Handlers, 'certificate.judge'> {
  return {
    'certificate.judge': (chain) => Promise.resolve(judgeOffline(chain, { trust, now: Date.now })),
  };
}
