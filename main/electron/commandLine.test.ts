import { describe, expect, test } from 'vitest';
import { parseCommandLine } from './commandLine.ts';

describe('what the user asked for at start', () => {
  test('an address is found among the words of Electron and Chromium', () => {
    const argv = ['/usr/bin/electron', '--inspect=0', '.', '--no-sandbox', 'https://api.corp/x?y=1'];

    expect(parseCommandLine(argv)).toEqual({ address: 'https://api.corp/x?y=1' });
  });

  test('a profile is a word of its own or follows an equals sign, and the last one counts', () => {
    expect(parseCommandLine(['node', '--profile', '/a'])).toEqual({ profile: '/a' });
    expect(parseCommandLine(['node', '--profile=/a', '--profile', '/b'])).toEqual({ profile: '/b' });
  });

  test('a path, a bare name and another scheme are no addresses', () => {
    expect(parseCommandLine(['node', 'api.corp', './out', 'file:///etc/passwd', 'javascript:alert(1)'])).toEqual({});
  });

  test('a profile without a folder is none', () => {
    expect(parseCommandLine(['node', '--profile'])).toEqual({});
  });
});
