import { expect, test } from 'vitest';
import { plainUrl } from './plainUrl.ts';

test.each([
  ['https://localhost:8080/a?b=https://c#d', 'http://localhost:8080/a?b=https://c#d'],
  ['https://localhost/a', 'http://localhost:443/a'],
  ['https://[::1]/', 'http://[::1]:443/'],
  ['https://[::1]:9/', 'http://[::1]:9/'],
  ['http://localhost/', undefined],
  ['https://', undefined],
])('%s in plain HTTP is %s', (url, plain) => {
  expect(plainUrl(url)).toBe(plain);
});
