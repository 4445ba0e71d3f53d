import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixedScripts, unicodeHost } from './idn.ts';

describe('a host name in other scripts', () => {
  test.each(['münchen.de', '例え.テスト', 'пример.рф', 'faß.de', 'a.ελλάδα.gr', '💩.la'])(
    '%s is read as node reads it',
    (name) => {
      const ascii = domainToASCII(name);

      expect(unicodeHost(ascii)).toBe(domainToUnicode(ascii));
    },
  );

  test('is none without A-labels, or when one is no Punycode', () => {
    expect(unicodeHost('example.com')).toBeUndefined();
    expect(unicodeHost('xn--.com')).toBe('.com');
    for (const bad of ['xn--a_b', 'xn--999999999', 'xn--ab-', 'xn--\u00e4'])
      expect(unicodeHost(bad) ?? '').not.toContain('xn--');
  });

  test('that mixes scripts within one label says which', () => {
    expect(mixedScripts('раypal.com')).toEqual(['Latin', 'Cyrillic']);
    expect(mixedScripts('пример.com')).toEqual([]);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abz019-.xn') }), (label) => {
        unicodeHost(`xn--${label}`);
      }),
    );
  });
});
