/** Electron's `protocol`, as far as apps with a scheme of their own use it. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

interface CustomScheme {
  readonly scheme: string;
  readonly privileges?: Readonly<Record<string, boolean>>;
}

export class Protocol {
  /** Registered as standard: they have a host and an origin, so that the browser can load them under another name. */
  readonly schemes = new Set<string>();
  readonly #handlers = new Map<string, ProtocolHandler>();
  readonly #isReady: () => boolean;

  constructor(isReady: () => boolean) {
    this.#isReady = isReady;
  }

  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
    if (this.#isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme, privileges } of schemes) if (privileges?.['standard'] === true) this.schemes.add(scheme);
  }
  handle(scheme: string, handler: ProtocolHandler): void {
    if (!this.#isReady()) throw new Error('protocol.handle can only be called after app is ready');
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }
  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }
  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** What answers this address, if anything does. */
  handlerOf(url: string): ((request: Request) => Promise<Response>) | undefined {
    const handler = this.#handlers.get(/^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1] ?? '');
    return handler && (async (request) => handler(request));
  }
}
