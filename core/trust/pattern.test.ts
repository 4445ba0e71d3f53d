import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, formatPattern, inScope, parsePattern, patternFor } from './pattern.ts';
import { formatIp } from '#core/certificate/ip.ts';

function isCovered(text: string, host: string, port = 443): boolean {
  const pattern = parsePattern(text);
  return pattern.ok && covers(pattern.value, host, port);
}

describe('a pattern stands for hosts', () => {
  test.each([
    ['api.corp', 'api.corp', 443, true],
    ['API.Corp', 'api.corp', 8443, true],
    ['api.corp', 'api.corp.', 443, true],
    ['api.corp', 'x.api.corp', 443, false],
    ['api.corp', 'corp', 443, false],
    ['api.corp:8443', 'api.corp', 8443, true],
    ['api.corp:8443', 'api.corp', 443, false],
    ['*.corp', 'api.corp', 443, true],
    ['*.corp', 'a.b.corp', 443, false],
    ['*.corp', 'corp', 443, false],
    ['*.corp', 'xcorp', 443, false],
    ['.corp', 'api.corp', 443, true],
    ['.corp', 'a.b.c.corp', 443, true],
    ['.corp', 'corp', 443, false],
    ['.corp', 'evilcorp', 443, false],
    ['.corp', '.corp', 443, false],
    ['.corp', 'a..corp', 443, false],
    ['.corp:8443', 'a.b.corp', 443, false],
    ['10.0.0.0/8', '10.255.0.1', 443, true],
    ['10.0.0.0/8', '11.0.0.1', 443, false],
    ['10.0.0.0/8', '10.evil', 443, false],
    ['10.0.0.0/8:8443', '10.0.0.1', 8443, true],
    ['10.0.0.0/8:8443', '10.0.0.1', 443, false],
    ['10.128.0.0/9', '10.127.0.1', 443, false],
    ['0.0.0.0/0', '8.8.8.8', 443, true],
    ['0.0.0.0/0', '::1', 443, false],
    ['10.1.2.3', '10.1.2.3', 443, true],
    ['10.1.2.3:443', '10.1.2.3', 443, true],
    ['[fd00::]/8', 'fd12:3456::1', 443, true],
    ['[fd00::]/8', '[fd12::1]', 443, true],
    ['[fd00::]/8', 'fe00::1', 443, false],
    ['[fd00::]/8:8443', 'fd00::1', 443, false],
    ['[::1]', '::1', 443, true],
    ['::1', '::1', 443, true],
    ['[::1]:8443', '::1', 8443, true],
    ['[::1]:8443', '::1', 443, false],
    ['::ffff:a00:0', '10.0.0.0', 443, false],
    ['bücher.example', 'xn--bcher-kva.example', 443, true],
    ['my_host.corp', 'my_host.corp', 443, true],
  ])('%s covers %s:%i: %s', (text, host, port, expected) => {
    expect(parsePattern(text).ok).toBe(true);
    expect(isCovered(text, host, port)).toBe(expected);
  });

  test.each([
    '',
    ' ',
    '*',
    '*.',
    '.',
    '..corp',
    'a..b',
    '*corp',
    'a*.corp',
    'a.*.corp',
    '*.*.corp',
    '**.corp',
    'https://api.corp',
    'api.corp/x',
    'api.corp:',
    'api.corp:0',
    'api.corp:65536',
    'api.corp:443:443',
    'api.corp:44x',
    'user@api.corp',
    '-a.corp',
    'a-.corp',
    '1.2.3.4.5',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.1.2.3/8',
    '010.0.0.1',
    '10.0.0',
    '[10.0.0.1]',
    '[fd00::]/129',
    '[fd00::1]/8',
    '[fd00::',
    'fd00:::1',
    'api corp',
    'a,b',
    `${'a'.repeat(64)}.corp`,
    `${'a.'.repeat(150)}corp`,
  ])('%j is refused with a reason', (text) => {
    const result = parsePattern(text);

    expect(result).toMatchObject({ ok: false, error: { kind: 'bad-pattern', pattern: text } });
    expect(!result.ok && result.error.reason).toMatch(/\.$/);
  });

  test('the network meant is named when the address has bits after the prefix', () => {
    expect(parsePattern('10.1.2.3/8')).toMatchObject({
      error: { reason: expect.stringContaining('10.0.0.0/8') as string },
    });
    expect(parsePattern('[fd00::1]/8')).toMatchObject({
      error: { reason: expect.stringContaining('[fd00::]/8') as string },
    });
  });
});

describe('a pattern never covers what its text does not say', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
  const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const port = fc.integer({ min: 1, max: 65_535 });

  test('names', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '*.', '.'),
        name,
        name,
        port,
        port,
        fc.boolean(),
        (form, parent, host, bound, asked, binds) => {
          const extra = host.split('.').length - parent.split('.').length;
          const below = host.endsWith(`.${parent}`);
          const says = form === '' ? host === parent : form === '*.' ? below && extra === 1 : below;

          expect(isCovered(`${form}${parent}${binds ? `:${bound}` : ''}`, host, asked)).toBe(
            says && (!binds || bound === asked),
          );
        },
      ),
    );
  });

  test('names are never addresses, networks never names', () => {
    fc.assert(
      fc.property(fc.ipV4(), name, (address, host) => {
        expect(isCovered(`.${host}`, address) || isCovered('0.0.0.0/0', host)).toBe(false);
      }),
    );
  });

  test('networks', () => {
    const bytes = fc.uint8Array({ minLength: 4, maxLength: 4 });
    const bits = (address: Uint8Array) => Array.from(address, (byte) => byte.toString(2).padStart(8, '0')).join('');
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 0, max: 32 }), (base, host, prefix) => {
        const network = base.map((byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, prefix - 8 * index)))));

        const covered = isCovered(`${formatIp(network)}/${prefix}`, formatIp(host));

        expect(covered).toBe(bits(host).startsWith(bits(network).slice(0, prefix)));
      }),
    );
  });

  test('any text is either refused or written back to the same pattern', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\]*.:/a0-9[]{0,12}$/)), (text) => {
        const pattern = parsePattern(text);

        expect(!pattern.ok || parsePattern(formatPattern(pattern.value))).toEqual(pattern.ok ? pattern : true);
      }),
      { numRuns: 2000 },
    );
  });

  test('the pattern for a host and port covers it, and no other port', () => {
    fc.assert(
      fc.property(fc.oneof(name, fc.ipV4(), fc.ipV6()), port, (host, own) => {
        const text = patternFor(host, own);

        expect([isCovered(text, host, own), isCovered(text, host, own === 1 ? 2 : own - 1)]).toEqual([true, false]);
      }),
    );
  });
});

describe('a scope', () => {
  test('without patterns is everywhere', () => {
    expect(inScope([], 'anything.example', 1)).toBe(true);
  });

  test('covers what any of its patterns covers', () => {
    expect(inScope(['a.corp', '10.0.0.0/8'], '10.1.1.1', 443)).toBe(true);
    expect(inScope(['a.corp', '10.0.0.0/8'], 'b.corp', 443)).toBe(false);
  });

  test('with nothing but a damaged pattern covers nothing', () => {
    expect(inScope(['*'], 'a.corp', 443)).toBe(false);
  });
});
