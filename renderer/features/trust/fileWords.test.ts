import { expect, test } from 'vitest';
import { fileWords } from './fileWords.ts';

test('a file is named without its folders, unless two would be named alike', () => {
  expect(fileWords('/home/ada/store.p12', ['/home/ada/store.p12', '/home/ada/root.pem'])).toBe('store.p12');
  expect(fileWords('/a/store.p12', ['/a/store.p12', '/b/store.p12'])).toBe('/a/store.p12');
  expect(fileWords('C:\\\\pki\\\\store.p12', [])).toBe('store.p12');
});

test('an address and a server are named whole', () => {
  expect(fileWords('https://pki.corp/root.pem', [])).toBe('https://pki.corp/root.pem');
  expect(fileWords('api.corp:8443', [])).toBe('api.corp:8443');
});
