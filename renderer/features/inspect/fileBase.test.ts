import { expect, test } from 'vitest';
import { fileBase } from './fileBase.ts';

test('a host name is kept as it is', () => {
  expect(fileBase('www.example.com')).toBe('www.example.com');
});

test('a certificate cannot choose where it is saved', () => {
  for (const name of ['../../etc/passwd', 'C:\\Windows\\x', '..', 'a/b', '.profile'])
    expect(fileBase(name), name).toMatch(/^[^./\\:][^/\\:]*$/);
});

test('a name without any letter still gets a file', () => {
  expect(fileBase('')).toBe('certificate');
});
