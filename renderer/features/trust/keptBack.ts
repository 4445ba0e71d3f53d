import type { RequestRecord } from '#core/http/exchange.ts';
import { formatBytes } from '#core/format.ts';

/**
 * What of the request stayed on this computer because it was stopped, as a sentence: secrets by name, the body by size.
 * '' when there was nothing that anyone would miss.
 */
export function keptBack(request: RequestRecord): string {
  const parts = [...secrets(request), ...body(request)];
  const last = parts.pop();
  if (last === undefined) return '';
  const all = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} stayed on this computer.`;
}

/** Header fields that let whoever gets them act in the user's name. */
function secrets(request: RequestRecord): string[] {
  const names = new Set<string>();
  for (const [name, value] of request.headers) {
    const found = secretName(name.toLowerCase(), value);
    if (found !== undefined) names.add(found);
  }
  return [...names];
}

function secretName(name: string, value: string): string | undefined {
  if (name === 'cookie') return 'your cookies';
  if (name === 'authorization' || name === 'proxy-authorization') {
    const scheme = value.trim().split(/\s/)[0]?.toLowerCase();
    if (scheme === 'bearer') return 'your bearer token';
    return scheme === 'basic' ? 'your password' : 'your credentials';
  }
  return /api-?key|auth-?token|access-?token|secret/.test(name) ? `your ${name} header` : undefined;
}

function body(request: RequestRecord): string[] {
  const bytes = request.body?.bytes ?? 0;
  return bytes === 0 ? [] : [`the body of ${formatBytes(bytes)}`];
}
