import { describe, expect, test } from 'vitest';
import { decoderLabel, isJson, isText, parseMediaType } from './media.ts';

describe('a Content-Type', () => {
  test.each([
    ['text/html; charset=UTF-8', { mediaType: 'text/html', charset: 'utf-8' }],
    ['Application/JSON', { mediaType: 'application/json' }],
    ['text/plain;CHARSET="iso-8859-1"', { mediaType: 'text/plain', charset: 'iso-8859-1' }],
    ['text/plain; a="x;charset=evil"; charset=utf-16', { mediaType: 'text/plain', charset: 'utf-16' }],
    ['text/plain, text/html', { mediaType: 'text/html' }],
    ['text/plain; charset=', { mediaType: 'text/plain' }],
    ['text', {}],
    ['te xt/html', {}],
    ['', {}],
    [undefined, {}],
  ])('%j says %j', (contentType, expected) => {
    expect(parseMediaType(contentType)).toEqual(expected);
  });
});

test('JSON is JSON itself and what is built on it', () => {
  expect(['application/json', 'application/problem+json', 'application/ld+json'].every(isJson)).toBe(true);
  expect([undefined, 'application/jsonl', 'text/plain', 'application/json5'].some(isJson)).toBe(false);
});

test('text is what a person can read', () => {
  expect(['text/css', 'image/svg+xml', 'application/xml', 'application/problem+json'].every(isText)).toBe(true);
  expect([undefined, 'image/png', 'application/octet-stream', 'application/pdf'].some(isText)).toBe(false);
});

test('an unknown charset is read as UTF-8', () => {
  expect(decoderLabel('ISO-8859-1')).toBe('windows-1252');
  expect(decoderLabel('no-such-charset')).toBe('utf-8');
  expect(decoderLabel(undefined)).toBe('utf-8');
});
