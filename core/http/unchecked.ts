import { isSecretHeader } from '#core/export/secretName.ts';
import type { RequestDraft } from './draft.ts';
import type { Header } from './exchange.ts';

/** Names, lower case, each once, of the headers of a draft that are kept back from a server that nobody checked, unless a person names them. */
export function withheldHeaders({ headers }: Pick<RequestDraft, 'headers'>): readonly string[] {
  return [...new Set(headers.map(([name]) => name.toLowerCase()).filter(isSecretHeader))];
}

/** The headers of a draft as they may be sent, and the names of those that may not. */
export function headersToSend({ headers, unchecked }: Pick<RequestDraft, 'headers' | 'unchecked'>): {
  readonly headers: readonly Header[];
  readonly withheld: readonly string[];
} {
  if (unchecked === undefined) return { headers, withheld: [] };
  const kept = new Set(unchecked.keep.map((name) => name.toLowerCase()));
  const withheld = withheldHeaders({ headers }).filter((name) => !kept.has(name));
  return { headers: headers.filter(([name]) => !withheld.includes(name.toLowerCase())), withheld };
}
