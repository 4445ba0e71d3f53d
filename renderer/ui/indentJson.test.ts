import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentJson } from './indentJson.ts';

describe('JSON set out for reading', () => {
  test('one value stands per line, two spaces per level', () => {
    expect(indentJson('{"a":[1,{"b":null}],"c":"x"}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": "x"\n}',
    );
  });

  test('empty objects and lists stay on their line', () => {
    expect(indentJson('{"a":{},"b":[ ],"c":[[]]}')).toBe('{\n  "a": {},\n  "b": [],\n  "c": [\n    []\n  ]\n}');
  });

  test('numbers keep every digit and strings their escapes', () => {
    const text = '[9007199254740993,1.0,1e400,"\\u00e9\\"{,}"]';

    expect(indentJson(text)).toBe('[\n  9007199254740993,\n  1.0,\n  1e400,\n  "\\u00e9\\"{,}"\n]');
  });

  test('repeated keys are kept', () => {
    expect(indentJson('{"a":1,"a":2}')).toBe('{\n  "a": 1,\n  "a": 2\n}');
  });

  test('what is not JSON is refused', () => {
    expect(indentJson('{"a":1,}')).toBeUndefined();
    expect(indentJson('')).toBeUndefined();
    expect(indentJson('<html>')).toBeUndefined();
  });

  test('is laid out as the platform does it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
      }),
    );
  });
});
