import { expect, test } from 'vitest';
import { leadsInside } from './leadsInside.ts';

test.each([
  ['93.184.215.14', '127.0.0.1', true],
  ['93.184.215.14', '192.168.1.1', true],
  ['2606:2800::1', '[::1]', true],
  ['93.184.215.14', '::ffff:10.0.0.1', true],
  ['93.184.215.14', '[::ffff:7f00:1]', true],
  ['93.184.215.14', '[::]', true],
  ['93.184.215.14', '0.0.0.0', true],
  ['fe80::1%eth0', '10.0.0.1', false],
  ['93.184.215.14', 'fe80::1%eth0', true],
  ['93.184.215.14', 'localhost', true],
  ['93.184.215.14', 'router.lan', true],
  ['93.184.215.14', 'pki.example.org', false],
  ['93.184.215.14', '203.0.113.7', false],
  ['10.0.0.1', '10.0.0.2', false],
  ['10.0.0.1', 'pki.example.org', false],
])('from %s to %s leads inside: %s', (first, next, expected) => {
  expect(leadsInside(first, next)).toBe(expected);
});
