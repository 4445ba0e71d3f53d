import { formatPattern, parsePattern, patternFor } from '#core/trust/pattern.ts';
import type { ImportedCertificate } from '#core/trust/importRead.ts';

/** More names than these are no suggestion: nobody would read them before pressing Trust. */
const MOST_NAMES = 20;
/** Longest way from a server certificate up to its root that is followed. */
const MOST_STEPS = 10;

/** Hosts an authority may be trusted for, and where they were taken from. */
export interface Suggestion {
  readonly scope: readonly string[];
  /** 'none': nothing in the import says for which hosts it is. */
  readonly from: 'asked' | 'constraints' | 'names' | 'none';
}

/**
 * For which hosts an authority seems to be: exactly the server that was asked, else what its own name constraints allow, else the
 * names of the server certificates in the import that it stands above. Never wider than what is written there.
 */
export function suggestedScope(
  anchor: ImportedCertificate,
  found: readonly ImportedCertificate[],
  asked: { readonly host: string; readonly port: number } | undefined,
): Suggestion {
  if (asked !== undefined) return { scope: [patternFor(asked.host, asked.port)], from: 'asked' };
  const constrained = patternsOf(anchor.permitted);
  if (anchor.permitted.length > 0 && constrained.length > 0) return { scope: constrained, from: 'constraints' };
  const leaves = found.filter(({ kind }) => kind === 'leaf');
  if (leaves.length === 0 || leaves.length > MOST_NAMES) return none;
  const authorities = new Map(found.flatMap((each) => (each.kind === 'leaf' ? [] : [[each.subject, each] as const])));
  const names = patternsOf(
    leaves.filter((leaf) => standsAbove(anchor, leaf, authorities)).flatMap(({ hosts }) => hosts),
  );
  return names.length === 0 || names.length > MOST_NAMES ? none : { scope: names, from: 'names' };
}

/** The suggestion for several at once: what is suggested for any of them. */
export function sharedSuggestion(
  anchors: readonly ImportedCertificate[],
  found: readonly ImportedCertificate[],
  asked: { readonly host: string; readonly port: number } | undefined,
): Suggestion {
  // A long list is of authorities for everything; and each of them would be looked up among all.
  if (anchors.length > MOST_NAMES) return asked === undefined ? none : suggestedScopeOf(asked);
  const each = anchors.map((anchor) => suggestedScope(anchor, found, asked));
  const scope = [...new Set(each.flatMap((one) => one.scope))];
  const from = each.find((one) => one.scope.length > 0)?.from;
  return scope.length === 0 || from === undefined || scope.length > MOST_NAMES ? none : { scope, from };
}

function suggestedScopeOf({ host, port }: { readonly host: string; readonly port: number }): Suggestion {
  return { scope: [patternFor(host, port)], from: 'asked' };
}

const none: Suggestion = { scope: [], from: 'none' };

/** By names alone: it only suggests. */
function standsAbove(
  anchor: ImportedCertificate,
  leaf: ImportedCertificate,
  authorities: ReadonlyMap<string, ImportedCertificate>,
): boolean {
  let issuer = leaf.issuer;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (issuer === anchor.subject) return true;
    const above = authorities.get(issuer);
    if (above === undefined || above.issuer === issuer) return false;
    issuer = above.issuer;
  }
  return false;
}

function patternsOf(names: readonly string[]): readonly string[] {
  const patterns = names.flatMap((name) => {
    const pattern = parsePattern(name.includes(':') && !name.startsWith('[') ? `[${name}]` : name);
    return pattern.ok ? [formatPattern(pattern.value)] : [];
  });
  return [...new Set(patterns)];
}

/** Where the hosts in the field come from, and what leaving it empty means. */
export function suggestionWords({ from }: Suggestion): string {
  switch (from) {
    case 'asked':
      return 'Exactly the server that was asked.';
    case 'constraints':
      return 'Taken from the limits written in the certificate.';
    case 'names':
      return 'Taken from the names in the bundle.';
    case 'none':
      return 'Nothing in it says for which hosts it is.';
  }
}

/** '*.stg.corp' when all names are of one parent with two labels: offered as a link, never as the default. */
export function widerThan(scope: readonly string[]): string | undefined {
  const parents = new Set(
    scope.map((text) => {
      const pattern = parsePattern(text);
      if (!pattern.ok || pattern.value.kind !== 'name') return undefined;
      const labels = pattern.value.name.split('.').slice(1);
      const port = pattern.value.port === undefined ? '' : `:${pattern.value.port}`;
      return labels.length < 2 ? undefined : `*.${labels.join('.')}${port}`;
    }),
  );
  const [only] = parents;
  return parents.size === 1 ? only : undefined;
}
