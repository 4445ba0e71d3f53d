import type { Handlers } from '#core/contract.ts';
import type { Engine } from '#main/engine/engine.ts';

type IdentityMethod = 'identity.read' | 'identity.add' | 'identity.update' | 'identity.protect' | 'identity.protection';

/** Answers to core/contract/identity.ts. */
export function identityHandlers({ identities }: Pick<Engine, 'identities'>): Pick<Handlers, IdentityMethod> {
  return {
    'identity.read': (input) => identities.read(input),
    'identity.add': (input) => identities.add(input),
    'identity.update': (change) => Promise.resolve(identities.update(change)),
    'identity.protect': ({ id }) => identities.protect(id),
    'identity.protection': () => identities.protection(),
  };
}
