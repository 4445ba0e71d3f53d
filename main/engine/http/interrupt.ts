import type { ExchangeFailure } from '#core/http/exchange.ts';

/** How an exchange ends when it does not end with a response. */
export type Ending = ExchangeFailure | { readonly kind: 'cancelled' };

/** What ends an exchange from outside: the user, its total time limit, the closing of the client. The first one counts. */
export class Interrupt {
  #ending: Ending | undefined;
  readonly #listeners = new Set<(ending: Ending) => void>();

  /** Set once it has been ended. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = ending;
    for (const listener of [...this.#listeners]) listener(ending);
    this.#listeners.clear();
  }

  /** Calls the listener when (or, if it has happened, as soon as) the exchange is ended. Returns the function that stops listening. */
  onEnd(listener: (ending: Ending) => void): () => void {
    if (this.#ending) {
      listener(this.#ending);
      return () => undefined;
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
