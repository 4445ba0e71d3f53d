import type { InspectSubject } from '#renderer/state/inspect.ts';

const kinds = { trusted: 'Trusted', excepted: 'Excepted', untrusted: 'Untrusted', unchecked: 'Unchecked' } as const;

/** 'Trusted for www.example.com · ': the verdict on the whole chain in front of where it comes from. */
export function verdictWords({ verdict, host, order }: InspectSubject): string {
  if (verdict === undefined) return '';
  // No server showed it just now, so nothing is said about one.
  const place =
    order === 'file' && host === undefined ? ' by what you trust now' : host === undefined ? '' : ` for ${host}`;
  return `${kinds[verdict.kind]}${place} · `;
}
