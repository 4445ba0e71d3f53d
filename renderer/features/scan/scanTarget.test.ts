import { expect, test } from 'vitest';
import { readServer, serverOf, urlOf } from './scanTarget.ts';

test.each([
  ['api.example', { host: 'api.example', port: 443 }],
  [' api.example:8443 ', { host: 'api.example', port: 8443 }],
  ['https://API.example/path?x', { host: 'api.example', port: 443 }],
  ['[::1]:8443', { host: '::1', port: 8443 }],
  ['http://api.example', undefined],
  ['api.example:0', undefined],
  ['', undefined],
])('%j is the server %j', (typed, server) => {
  expect(readServer(typed)).toEqual(server);
});

test('a server is found again by the key of the list, and has an address', () => {
  expect(serverOf('[::1]:8443')).toEqual({ host: '::1', port: 8443 });
  expect(urlOf({ host: '::1', port: 8443 })).toBe('https://[::1]:8443/');
  expect(urlOf({ host: 'a.example', port: 443 })).toBe('https://a.example/');
});
