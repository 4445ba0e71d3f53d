import { expect, test } from 'vitest';
import { safeName } from './safeName.ts';

test.each([
  ['report.json', 'report.json'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['.bashrc', 'bashrc'],
  ['a\u0000b\nc.txt', 'abc.txt'],
  ['what?.html', 'what.html'],
  ['NUL.txt', '_NUL.txt'],
  ['größe.pem', 'größe.pem'],
  ['...', 'wireglass'],
  ['', 'wireglass'],
])('%j is saved as %j', (suggested, name) => {
  expect(safeName(suggested)).toBe(name);
});
