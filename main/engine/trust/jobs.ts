/** Long work that can be stopped by its id: reads, moves, exports. */
export class Jobs {
  readonly #running = new Map<string, AbortController>();

  /** Runs the work under an id, which is free again when it is over. A job of the same id that still runs is stopped. */
  async run<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.cancel(id);
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      return await work(controller.signal);
    } finally {
      if (this.#running.get(id) === controller) this.#running.delete(id);
    }
  }

  /** False when no such job runs. */
  cancel(id: string): boolean {
    const controller = this.#running.get(id);
    controller?.abort();
    return controller !== undefined;
  }

  close(): void {
    for (const controller of this.#running.values()) controller.abort();
  }
}
