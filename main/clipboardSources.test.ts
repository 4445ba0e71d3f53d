import { describe, expect, test } from 'vitest';
import { clipboardSources } from './clipboardSources.ts';

describe('the text of a clipboard', () => {
  test('that is a certificate is text', () => {
    const text = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

    expect(clipboardSources(text)).toEqual([{ kind: 'text', text }]);
  });

  test('that names files, one a line, stands for the files', () => {
    expect(clipboardSources('/home/ada/root.pem\n/home/ada/store.p12\n')).toEqual([
      { kind: 'path', path: '/home/ada/root.pem' },
      { kind: 'path', path: '/home/ada/store.p12' },
    ]);
  });

  test('that is an address of a file stands for it, with its spaces', () => {
    expect(clipboardSources('file:///home/ada/my%20root.pem\r\n')).toEqual([
      { kind: 'path', path: '/home/ada/my root.pem' },
    ]);
  });

  test('in quotes, as Windows copies paths, stands for the file', () => {
    expect(clipboardSources('"/home/ada/root.pem"')).toEqual([{ kind: 'path', path: '/home/ada/root.pem' }]);
  });

  test('of which one line is no path is text as a whole', () => {
    const text = '/home/ada/root.pem\nand the other one';

    expect(clipboardSources(text)).toEqual([{ kind: 'text', text }]);
  });

  test('that names a file of another computer is text: nobody is asked over the network', () => {
    for (const text of [
      'file://server/share/root.pem',
      'file:////server/share/root.pem',
      '//server/share/root.pem',
      '\\\\server\\share\\root.pem',
    ]) {
      expect(clipboardSources(text)).toEqual([{ kind: 'text', text }]);
    }
  });

  test('that is empty is text', () => {
    expect(clipboardSources('')).toEqual([{ kind: 'text', text: '' }]);
  });
});
