import type { ComponentType } from 'react';
import type { CertificateBag, Exchange } from '#core/http/exchange.ts';
import { BodyTab } from '#renderer/features/response/BodyTab.tsx';
import { HeadersTab } from '#renderer/features/response/HeadersTab.tsx';
import { responseOf } from '#renderer/features/response/responseOf.ts';
import { TimingTab } from '#renderer/features/response/TimingTab.tsx';
import { WhatHappenedTab } from '#renderer/features/response/WhatHappenedTab.tsx';
import { later } from '#renderer/ui/later.tsx';

interface PanelProps {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
}

export interface ResponseTab {
  readonly id: string;
  readonly label: string;
  /** Whether there is anything to show. */
  readonly applies: (exchange: Exchange) => boolean;
  readonly count?: (exchange: Exchange) => number | undefined;
  readonly Panel: ComponentType<PanelProps>;
}

const whyStopped = later(async () => (await import('#renderer/features/trust/WhyStopped.tsx')).WhyStopped);
const tls = later(async () => (await import('#renderer/features/handshake/TlsTab.tsx')).TlsTab);
const certificates = later(
  async () => (await import('#renderer/features/certificate/CertificatesTab.tsx')).CertificatesTab,
);

/** Fetches the panels that the first paint does not need, so that opening one shows it at once. */
export function preloadTabs(): void {
  for (const { preload } of [tls, whyStopped, certificates]) void preload();
}

/** The response pane, left to right. To add a tab: write its panel in a feature, add its line here. */
export const responseTabs: readonly ResponseTab[] = [
  {
    id: 'why',
    label: 'Why it stopped',
    applies: isUntrusted,
    Panel: whyStopped.Component,
  },
  {
    id: 'what',
    label: 'What happened',
    applies: (exchange) => exchange.outcome.kind !== 'response' && !isUntrusted(exchange),
    Panel: WhatHappenedTab,
  },
  { id: 'body', label: 'Body', applies: (exchange) => responseOf(exchange) !== undefined, Panel: BodyTab },
  {
    id: 'headers',
    label: 'Headers',
    // An inspection has no request, also when it failed.
    applies: (exchange) => !isUntrusted(exchange) && exchange.request.method !== 'INSPECT',
    count: (exchange) => responseOf(exchange)?.headers.length,
    Panel: HeadersTab,
  },
  { id: 'timing', label: 'Timing', applies: () => true, Panel: TimingTab },
  {
    id: 'tls',
    label: 'TLS',
    applies: (exchange) => exchange.connection !== undefined,
    Panel: tls.Component,
  },
  {
    id: 'certificates',
    label: 'Certificates',
    applies: (exchange) => (exchange.connection?.tls?.chain.sent.length ?? 0) > 0,
    count: (exchange) => exchange.connection?.tls?.chain.sent.length,
    Panel: certificates.Component,
  },
];

function isUntrusted({ outcome }: Exchange): boolean {
  return outcome.kind === 'failed' && outcome.failure.kind === 'untrusted';
}
