import { describe, expect, test } from 'vitest';
import { compareFingerprint, comparisonWords } from './compareFingerprint.ts';

const shown = '4bd9026ea1773cf89015db620ae354bf2891ce076df43a85b01c49e7925fd836';
const published = '4B:D9:02:6E:A1:77:3C:F8:90:15:DB:62:0A:E3:54:BF:28:91:CE:07:6D:F4:3A:85:B0:1C:49:E7:92:5F:D8:36';

describe('a pasted fingerprint', () => {
  test('is equal whatever the colons, spaces, line ends and case', () => {
    for (const typed of [shown, published, published.replaceAll(':', ' '), `  ${published.replaceAll(':', '\n')} `]) {
      expect(compareFingerprint(shown, typed)).toEqual({ kind: 'equal' });
    }
  });

  test('may begin as other tools print it', () => {
    for (const start of ['sha256 Fingerprint=', 'SHA256 Fingerprint: ', 'SHA-256:', 'SHA-256 (fingerprint): ']) {
      expect(compareFingerprint(shown, start + published), start).toEqual({ kind: 'equal' });
    }
  });

  test('tells which bytes differ', () => {
    const typed = published.replace('6E', '6F').replace(/36$/, '37');

    expect(compareFingerprint(shown, typed)).toEqual({ kind: 'differs', bytes: [3, 31] });
    expect(comparisonWords(compareFingerprint(shown, typed))).toContain('the first is byte 4');
  });

  test('of which only a part is there is never called equal, however well it fits', () => {
    for (const length of [1, 2, 8, 62, 63]) {
      expect(compareFingerprint(shown, shown.slice(0, length))).toMatchObject({ kind: 'incomplete', differs: false });
    }
  });

  test('of which a part already differs says so', () => {
    expect(compareFingerprint(shown, '4bd9ff')).toEqual({ kind: 'incomplete', bytes: 3, differs: true });
  });

  test('of SHA-1 or MD5 is recognised by its length', () => {
    expect(compareFingerprint(shown, 'a'.repeat(40))).toEqual({ kind: 'other-hash', hash: 'SHA-1' });
    expect(compareFingerprint(shown, 'a'.repeat(32))).toEqual({ kind: 'other-hash', hash: 'MD5' });
  });

  test('that is a pin of the key is not compared with the certificate', () => {
    expect(compareFingerprint(shown, 'sha256/Xw76e0odkM6grft2DQ4QgajiV+YZgQlTvby7DhYbD8Y=')).toEqual({ kind: 'pin' });
  });

  test('with something that is no hex digit names it', () => {
    expect(compareFingerprint(shown, `${shown.slice(0, 62)}zz`)).toEqual({ kind: 'not-hex', found: 'z' });
  });

  test('that is longer than it can be is refused, even when it begins right', () => {
    expect(compareFingerprint(shown, `${shown}00`)).toEqual({ kind: 'too-long', bytes: 33 });
  });

  test('that was not typed yet is nothing', () => {
    expect(compareFingerprint(shown, ' :: \n')).toEqual({ kind: 'empty' });
  });
});
