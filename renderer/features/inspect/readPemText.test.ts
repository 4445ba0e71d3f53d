import { describe, expect, test } from 'vitest';
import { parsePem, toPem } from '#core/certificate/pem.ts';
import { issue } from '#testdata/pki.ts';
import { readPemText } from './readPemText.ts';

const one = issue({ subject: '/CN=one' });
const two = issue({ subject: '/CN=two' });

describe('a PEM text is read block by block', () => {
  test('to the same certificates as at once', async () => {
    const text = `a comment\n${one.cert}${one.key}\n\n  ${two.cert.replaceAll('\n', '\r\n')}`;

    expect(await readPemText(text)).toEqual(parsePem(text));
  });

  test('and a fault is told with the line it has in the whole text', async () => {
    const broken = `${one.cert}${two.cert.replace(/\n(.)/, '\n!$1')}`;
    const unfinished = `${one.cert}-----BEGIN CERTIFICATE-----\nMIIB\n`;

    expect(await readPemText(broken)).toEqual(parsePem(broken));
    expect(await readPemText(unfinished)).toEqual(parsePem(unfinished));
  });

  test('a text without one says so', async () => {
    expect(await readPemText('hello')).toMatchObject({ ok: false, error: { kind: 'no-certificate' } });
    expect(await readPemText(one.key)).toMatchObject({ ok: false, error: { kind: 'no-certificate' } });
  });

  test('thousands are read without holding up the rest of the window', async () => {
    const pem = toPem(new Uint8Array(1400).fill(48));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);

    const read = await readPemText(pem.repeat(5000));

    clearInterval(timer);
    expect(read.ok && read.value.length).toBe(5000);
    expect(turns).toBeGreaterThan(3);
  });
});
