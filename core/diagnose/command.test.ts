import { expect, test } from 'vitest';
import { curlCommand, opensslCommand } from './command.ts';

test('a name is sent and checked', () => {
  expect(opensslCommand('api.corp.test', 8443)).toBe(
    'openssl s_client -connect api.corp.test:8443 -servername api.corp.test -verify_hostname api.corp.test -showcerts </dev/null',
  );
});

test('an address is checked as an address and not sent as a name', () => {
  expect(opensslCommand('10.0.0.1', 443)).toContain('-connect 10.0.0.1:443 -noservername -verify_ip 10.0.0.1');
  expect(opensslCommand('[::1]', 443)).toContain("-connect '[::1]:443' -noservername -verify_ip ::1");
});

test('a hostile name cannot leave its quotes', () => {
  const command = opensslCommand("a';rm$(x)`y`", 443);

  expect(command).toContain(`-connect 'a'\\'';rm$(x)\`y\`:443'`);
});

test('curl is given the address in its own spelling, quoted where a shell would read it otherwise', () => {
  expect(curlCommand('api.corp.test', 8443)).toBe('curl --verbose --globoff --head https://api.corp.test:8443/');
  expect(curlCommand('::1', 443)).toBe("curl --verbose --globoff --head 'https://[::1]:443/'");
  expect(curlCommand("a';rm x", 443)).toContain(`'https://a'\\'';rm x:443/'`);
});
