import { describe, expect, test } from 'vitest';
import { portOf, serverProblem } from './server.ts';

const problem = (host: string, port = '443') => serverProblem({ host, port });

describe('a server that is typed for an exception', () => {
  test('is one name or one address, with or without brackets', () => {
    for (const host of ['api.corp', 'API.corp', '10.0.0.1', '::1', '[fd00::1]']) expect(problem(host)).toBeUndefined();
  });

  test('is never a pattern that stands for many', () => {
    for (const host of ['*.corp', '.corp', '10.0.0.0/8']) {
      expect(problem(host)).toBe('An exception is for one host, not for a pattern.');
    }
    for (const host of ['fd00::/8', '[fd00::]/8', 'a b', 'api.corp:8443']) expect(problem(host)).toBeDefined();
  });

  test('needs a host, and a port that is one', () => {
    expect(problem('')).toBe('Say for which host.');
    expect(problem('https://api.corp')).toBeDefined();
    for (const port of ['0', '65536', '1e3', '', 'x']) expect(problem('api.corp', port)).toContain('port');
    expect(portOf({ host: '', port: '8443' })).toBe(8443);
  });
});
