import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inScope, parsePattern } from '#core/trust/pattern.ts';
import { ScopeIndex, type Scoped } from './scopeIndex.ts';

const label = fc.constantFrom('a', 'b', 'api', 'corp', 'x-1');
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const byte = fc.constantFrom(0, 1, 10, 127, 128, 255);
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const ipv6 = fc.constantFrom('fd00::1', 'fd00::', '::1', '::', 'fd00:1::', '2001:db8::a00:1');
const port = fc.option(fc.constantFrom(443, 8443));
const bare = fc.oneof(
  name,
  name.map((parent) => `*.${parent}`),
  name.map((parent) => `.${parent}`),
  ipv4,
  fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`),
  ipv6.map((address) => `[${address}]`),
  fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([address, prefix]) => `[${address}]/${prefix}`),
);
const pattern = fc.tuple(bare, port).map(([text, bound]) => (bound === null ? text : `${text}:${bound}`));
const host = fc.oneof(
  name,
  name.map((text) => `${text.toUpperCase()}.`),
  ipv4,
  ipv6,
  ipv6.map((text) => `[${text}]`),
);

function scoped(scope: readonly string[]): Scoped {
  const patterns = scope.map(parsePattern).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  return { scope, patterns };
}

test('the index finds exactly the scopes that cover a host when each is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.array(pattern, { maxLength: 3 }), { maxLength: 30 }), fc.array(host), (scopes, hosts) => {
      const all = scopes.map(scoped);
      const index = new ScopeIndex(all);
      for (const asked of hosts)
        for (const at of [443, 8443]) {
          const expected = new Set(all.filter(({ scope }) => inScope(scope, asked, at)));
          expect(index.covering(asked, at)).toEqual(expected);
        }
    }),
    { numRuns: 400 },
  );
});

test('no scope is everywhere; a scope of which nothing can be read is nowhere', () => {
  const everywhere = scoped([]);
  const index = new ScopeIndex([everywhere, scoped(['https://a.corp/'])]);

  for (const asked of ['a.corp', '10.0.0.1', '', 'not a host'])
    expect([...index.covering(asked, 443)]).toEqual([everywhere]);
});
