import { isSecretKey } from '#core/export/secretName.ts';
import { formatBytes } from '#core/format.ts';
import { parseAddress } from '#core/http/address.ts';
import type { RequestDraft } from '#core/http/draft.ts';
import { withheldHeaders } from '#core/http/unchecked.ts';

/** What whoever answers will receive of a request that is sent unchecked. */
export interface UncheckedParts {
  /** 'host:port' that is asked. */
  readonly place: string;
  /** 'POST /v1/invoices and its body'. */
  readonly request: string;
  /** '110 bytes'; absent without a body. */
  readonly size?: string;
  /** Keys of the address that look like credentials: they are part of what is asked for, and go along. */
  readonly secretKeys: readonly string[];
  /** Headers that go along, by name. */
  readonly plain: readonly string[];
  /** Headers with credentials: left out unless ticked. `words`: 'Authorization: Bearer'. */
  readonly credentials: readonly { readonly name: string; readonly words: string }[];
}

/** Undefined when the address is none, or nobody would be checked there anyway. */
export function uncheckedParts(draft: RequestDraft): UncheckedParts | undefined {
  const address = parseAddress(draft.url);
  if (!address.ok || address.value.scheme !== 'https') return undefined;
  const { target, authority } = address.value;
  const [path = '/', query = ''] = target.split('?', 2);
  const withheld = new Set(withheldHeaders(draft).map((name) => name.toLowerCase()));
  const isWithheld = (name: string): boolean => withheld.has(name.toLowerCase());
  const bytes = draft.body?.kind === 'text' ? new TextEncoder().encode(draft.body.text).length : 0;
  const names = draft.headers.map(([name]) => name);
  return {
    place: authority.includes(':') && !authority.endsWith(']') ? authority : `${authority}:443`,
    request: `${draft.method} ${path}${bytes === 0 ? '' : ' and its body'}`,
    ...(bytes === 0 ? {} : { size: formatBytes(bytes) }),
    secretKeys: [...new URLSearchParams(query).keys()].filter(isSecretKey),
    plain: [...new Set(names.filter((name) => !isWithheld(name)))],
    credentials: draft.headers
      .filter(([name], index) => isWithheld(name) && names.findIndex((one) => same(one, name)) === index)
      .map(([name, value]) => ({ name, words: `${name}${schemeOf(name, value)}` })),
  };
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Of a credential only how it is made is shown: ': Bearer'. Its value is none of the dialog's business. */
function schemeOf(name: string, value: string): string {
  if (!/^(?:proxy-)?authorization$/i.test(name)) return '';
  const scheme = /^\s*([A-Za-z][\w-]*)\s+\S/.exec(value)?.[1];
  return scheme === undefined ? '' : `: ${scheme}`;
}
