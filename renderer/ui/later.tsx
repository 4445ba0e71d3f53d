import { lazy, useState, type ComponentType, type FunctionComponent } from 'react';

interface Later<P> {
  readonly Component: FunctionComponent<P>;
  /** Fetches it ahead. Once it is there, it is drawn at once: no skeleton comes between. */
  readonly preload: () => Promise<void>;
}

/** A component whose code is fetched when it is first needed, or earlier. Stands in a Suspense. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  let loaded: ComponentType<P> | undefined;
  const fetched = async (): Promise<ComponentType<P>> => (loaded ??= await load());
  const Waiting: ComponentType<P> = lazy(async () => ({ default: await fetched() }));
  return {
    Component: function Later(props: P) {
      // Chosen once: another type later would draw the view anew and lose what was typed into it.
      const [Chosen] = useState(() => loaded ?? Waiting);
      return <Chosen {...props} />;
    },
    preload: async () => {
      await fetched();
    },
  };
}
