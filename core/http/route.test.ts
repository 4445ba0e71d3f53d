import { expect, test } from 'vitest';
import { routeOf } from './route.ts';

const address = { host: 'api.corp', port: 443 };

test('a connection goes where the address says when no rule fits', () => {
  expect(routeOf(address)).toEqual(address);
  expect(routeOf(address, [{ host: 'other', port: 443, toHost: 'x', toPort: 1 }])).toEqual(address);
  expect(routeOf(address, [{ host: 'api.corp', port: 80, toHost: 'x', toPort: 1 }])).toEqual(address);
});

test('the first rule that fits counts', () => {
  const rules = [
    { host: 'API.corp', port: 443, toHost: '127.0.0.1', toPort: 8443 },
    { host: '', port: 0, toHost: 'x', toPort: 1 },
  ];

  expect(routeOf(address, rules)).toEqual({ host: '127.0.0.1', port: 8443 });
});

test('an empty host and port 0 match any, and keep what was asked', () => {
  expect(routeOf(address, [{ host: '', port: 0, toHost: '[::1]', toPort: 0 }])).toEqual({ host: '::1', port: 443 });
  expect(routeOf(address, [{ host: '', port: 0, toHost: '', toPort: 8443 }])).toEqual({ host: 'api.corp', port: 8443 });
});
