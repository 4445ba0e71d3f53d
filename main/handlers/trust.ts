import type { Handlers } from '#core/contract.ts';
import type { Engine } from '#main/engine/engine.ts';

/** Methods answered here: what is decided and stored. Reading files, moving and previewing have files of their own beside this one. */
type Answered =
  | 'trust.list'
  | 'trust.certificates'
  | 'trust.add'
  | 'trust.update'
  | 'trust.switch'
  | 'trust.remove'
  | 'trust.restore'
  | 'trust.addHints'
  | 'trust.refuse'
  | 'trust.except'
  | 'trust.updateException'
  | 'trust.setSource'
  | 'trust.repair'
  | 'trust.audit';

/** Trust decisions of the window. Each is stored, with its row of the audit, before it is answered. */
export function trustHandlers({ trust }: Engine): Pick<Handlers, Answered> {
  return {
    'trust.list': () => Promise.resolve(trust.state()),
    'trust.certificates': ({ sha256s }) => Promise.resolve(trust.certificates(sha256s)),
    'trust.add': ({ anchors }) => Promise.resolve(trust.add(anchors)),
    'trust.update': (change) => Promise.resolve(trust.update(change)),
    'trust.switch': ({ sha256s, enabled }) => Promise.resolve(trust.switch(sha256s, enabled)),
    'trust.remove': ({ items }) => Promise.resolve(trust.remove(items)),
    'trust.restore': ({ items }) => Promise.resolve(trust.restore(items)),
    'trust.addHints': ({ hints }) => Promise.resolve(trust.addHints(hints)),
    'trust.refuse': (order) => Promise.resolve(trust.refuse(order)),
    'trust.except': (order) => Promise.resolve(trust.except(order)),
    'trust.updateException': (change) => Promise.resolve(trust.updateException(change)),
    'trust.setSource': ({ source, enabled }) => Promise.resolve(trust.setSource(source, enabled)),
    'trust.repair': ({ how }) => {
      const state = trust.state();
      if (state.ok || state.error.kind !== 'damaged') return Promise.resolve(state);
      return Promise.resolve(how === 'start-anew' ? trust.startAnew() : trust.restoreBackup());
    },
    'trust.audit': (filter) => Promise.resolve(trust.audit(filter)),
  };
}
