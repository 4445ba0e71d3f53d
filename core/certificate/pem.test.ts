import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, parsePem, pemBlocks, toPem } from './pem.ts';

const der = Uint8Array.from({ length: 100 }, (_, index) => index);
const pem = toPem(der);

describe('certificates are found in PEM text', () => {
  test('what is written is read back, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), (bytes) => {
        expect(parsePem(toPem(bytes))).toEqual({ ok: true, value: [bytes] });
      }),
    );
  });

  test.each([
    ['Windows line ends', pem.replaceAll('\n', '\r\n')],
    ['old Mac line ends', pem.replaceAll('\n', '\r')],
    ['indentation', pem.replaceAll(/^/gm, '    ')],
    ['words before and after', `subject=/CN=x\n\n${pem}\nthat was it`],
    ['one long line', `-----BEGIN CERTIFICATE-----${btoa(String.fromCharCode(...der))}-----END CERTIFICATE-----`],
    ['line ends written out, as in JSON', JSON.stringify({ ca: pem })],
    ['line ends written out by Windows', pem.replaceAll('\n', '\\r\\n')],
    ['a key beside it', `${toPem(der, 'PRIVATE KEY')}${pem}`],
    ['a block beside it that is no base64', `-----BEGIN X-----\nHdr: 1\n=a=\n-----END X-----\n${pem}`],
    ['the older label', toPem(der, 'X509 CERTIFICATE')],
  ])('with %s', (_, text) => {
    expect(parsePem(text)).toEqual({ ok: true, value: [der] });
  });

  test('in their order, with labels and lines', () => {
    const text = `\n${toPem(der, 'A')}\n${toPem(der, 'B')}`;

    expect(pemBlocks(text).map(({ label, line }) => ({ label, line }))).toEqual([
      { label: 'A', line: 2 },
      { label: 'B', line: 8 },
    ]);
  });

  test('none is a failure', () => {
    expect(parsePem('hello')).toMatchObject({ ok: false, error: { kind: 'no-certificate' } });
    expect(parsePem(toPem(der, 'PRIVATE KEY'))).toMatchObject({ ok: false, error: { kind: 'no-certificate' } });
  });

  test('a line that is no base64 is named', () => {
    const lines = pem.split('\n');
    lines[2] = 'not base64!';

    expect(parsePem(lines.join('\n'))).toMatchObject({ ok: false, error: { kind: 'bad-base64', line: 3 } });
  });

  test('an empty block is no certificate', () => {
    expect(parsePem('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----')).toMatchObject({
      ok: false,
      error: { kind: 'bad-base64', line: 1 },
    });
  });

  test('a block without an end is named, also before a good one', () => {
    const text = `\n-----BEGIN CERTIFICATE-----\nAAAA\n${pem}`;

    expect(parsePem(text)).toMatchObject({ ok: false, error: { kind: 'unfinished', line: 2 } });
  });

  test('base64 is read with and without padding, and refused when a character is left over', () => {
    expect(fromBase64('AQ==')).toEqual(Uint8Array.of(1));
    expect(fromBase64('AQ')).toEqual(Uint8Array.of(1));
    expect(fromBase64('AQI')).toEqual(Uint8Array.of(1, 2));
    expect(fromBase64('A')).toBeUndefined();
    expect(fromBase64('A*==')).toBeUndefined();
  });

  test('a text of BEGIN lines alone does not take quadratic time', () => {
    const text = '-----BEGIN CERTIFICATE-----\n'.repeat(200_000);

    expect(pemBlocks(text)).toHaveLength(200_000);
  });
});

// 200,000 of them took 40 s when the padding was cut off by a backtracking expression.
test('a long row of padding that is none is refused without being read again and again', () => {
  expect(fromBase64(`${'='.repeat(4_000_000)}x`)).toBeUndefined();
  expect(fromBase64('='.repeat(4_000_000))).toEqual(new Uint8Array());
});

describe('base64', () => {
  test('is read as the platform reads it, white space and padding aside', () => {
    const text = fc.array(fc.constantFrom(...'ABab09+/', ' ', '\n', '=', '\u00a0', '!', '-'), { maxLength: 14 });
    fc.assert(
      fc.property(text, (letters) => {
        const compact = letters.join('').replace(/\s+/g, '').replace(/=+$/, '');
        const isBase64 = /^[A-Za-z0-9+/]*$/.test(compact) && compact.length % 4 !== 1;
        const expected = isBase64 ? Uint8Array.from(atob(compact), (letter) => letter.charCodeAt(0)) : undefined;

        expect(fromBase64(letters.join(''))).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
