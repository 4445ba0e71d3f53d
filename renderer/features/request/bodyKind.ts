import { isJson, parseMediaType } from '#core/http/media.ts';
import type { Draft } from '#renderer/state/draft.ts';

/** What the composed body is, in a word for its tab; undefined when there is none. */
export function bodyKind({ body, headers }: Pick<Draft, 'body' | 'headers'>): 'JSON' | 'text' | undefined {
  if (body === '') return undefined;
  const type = contentTypeOf(headers);
  if (type !== undefined) return isJson(parseMediaType(type).mediaType) ? 'JSON' : 'text';
  return /^\s*[[{]/.test(body) ? 'JSON' : 'text';
}

/** The Content-Type that is sent; undefined when none was given. */
export function contentTypeOf(headers: Draft['headers']): string | undefined {
  return headers.find((row) => row.isOn && row.name.trim().toLowerCase() === 'content-type')?.value;
}
