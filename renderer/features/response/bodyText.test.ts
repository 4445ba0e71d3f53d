import { describe, expect, test } from 'vitest';
import { hexRow, kindOfBody, looksLikeText, textOfPart } from './bodyText.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('what a body is', () => {
  test('is what the server says, with its charset', () => {
    expect(kindOfBody({ mediaType: 'application/problem+json', charset: 'latin1' }, utf8('{}'))).toEqual({
      kind: 'json',
      charset: 'windows-1252',
      charsetFrom: 'header',
    });
    expect(kindOfBody({ mediaType: 'image/png' }, utf8('{}')).kind).toBe('binary');
  });

  test('without a type is judged by its first bytes', () => {
    expect(kindOfBody({}, utf8('  [1]')).kind).toBe('json');
    expect(kindOfBody({ mediaType: 'application/octet-stream' }, utf8('plain')).kind).toBe('text');
    expect(kindOfBody({}, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0])).kind).toBe('binary');
  });

  test('a character cut at the end does not make text binary', () => {
    expect(looksLikeText(utf8('é').subarray(0, 1))).toBe(true);
    expect(looksLikeText(new Uint8Array([0xe9, 0x20]))).toBe(false);
  });
});

describe('a part of a long text', () => {
  test('shows no rubbish where the cut divides a character', () => {
    const bytes = utf8('aé€b');

    expect(textOfPart(bytes.subarray(2, 5), 'utf-8', 'inside')).toBe('');
    expect(textOfPart(bytes.subarray(2), 'utf-8', 'inside')).toBe('€b');
    expect(textOfPart(bytes.subarray(0, 5), 'utf-8', 'from the start')).toBe('aé');
  });

  test('bytes that are wrong in themselves are shown as replaced', () => {
    expect(textOfPart(new Uint8Array([0x61, 0xff, 0x62]), 'utf-8', 'whole')).toBe('a\uFFFDb');
  });
});

test('a hex row tells where it stands, its bytes and what can be read of them', () => {
  expect(hexRow(utf8('{"a": "é"}'), 0, 0x20)).toEqual({
    offset: '00000020',
    hex: '7b 22 61 22 3a 20 22 c3  a9 22 7d'.padEnd(48),
    text: '{"a": "..."}'.replace('...', '..'),
  });
});
