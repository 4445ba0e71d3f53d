import { describe, expect, test } from 'vitest';
import { parseAddress } from './address.ts';

function parsed(typed: string) {
  const result = parseAddress(typed);
  if (!result.ok) throw new Error(result.error.reason);
  return result.value;
}

function reason(typed: string) {
  const result = parseAddress(typed);
  return result.ok ? undefined : result.error.reason;
}

describe('a typed address', () => {
  test.each([
    ['example.com', 'https://example.com/', 443],
    ['  https://example.com  ', 'https://example.com/', 443],
    ['http://example.com', 'http://example.com/', 80],
    ['localhost:8443/x', 'https://localhost:8443/x', 8443],
    ['//example.com/x', 'https://example.com/x', 443],
    ['HTTPS://Example.COM:443/X', 'https://example.com/X', 443],
    ['https:example.com', 'https://example.com/', 443],
    ['example.com?q=1', 'https://example.com/?q=1', 443],
    ['example.com\\x', 'https://example.com/x', 443],
    ['127.0.0.1:1', 'https://127.0.0.1:1/', 1],
    ['https://exa\nmple.com/a\tb', 'https://example.com/ab', 443],
  ])('%j is read as %s', (typed, url, port) => {
    expect(parsed(typed)).toMatchObject({ url, port });
  });

  test.each([
    ['[::1]:8443', '::1', '[::1]:8443'],
    ['::1', '::1', '[::1]'],
    ['https://[2001:DB8::0:1]/', '2001:db8::1', '[2001:db8::1]'],
  ])('%s is an IPv6 address, without brackets as host and with them in the Host header', (typed, host, authority) => {
    expect(parsed(typed)).toMatchObject({ host, authority });
  });

  test('a name in another script becomes ASCII', () => {
    expect(parsed('https://bücher.example/').host).toBe('xn--bcher-kva.example');
  });

  test('the port of the scheme is left out of the Host header', () => {
    expect(parsed('https://example.com:443/').authority).toBe('example.com');
    expect(parsed('http://example.com:443/').authority).toBe('example.com:443');
  });

  test('the dot at the end of a full name stays', () => {
    expect(parsed('example.com.').host).toBe('example.com.');
  });
});

describe('path and query', () => {
  test.each(['/a/../b//c/./d', '/%2e%2E/%zz', '/a?x=[1]|2&y=%20', '/a;p=1/b,c?d?e/f', "/'(!)*"])(
    '%s is kept as typed',
    (target) => {
      expect(parsed(`https://h${target}`).target).toBe(target);
    },
  );

  test('what may not stand in a request line is percent-encoded as UTF-8', () => {
    expect(parsed('https://h/ä b"<>`{}?ö=\u{1f600} \u007f').target).toBe(
      '/%C3%A4%20b%22%3C%3E%60%7B%7D?%C3%B6=%F0%9F%98%80%20%7F',
    );
  });

  test('a fragment is not sent', () => {
    expect(parsed('https://h/a?b#c?d').target).toBe('/a?b');
    expect(parsed('https://h#c').target).toBe('/');
  });
});

describe('an address is refused', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ftp://example.com', 'scheme'],
    ['mailto:me', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user:secret@example.com/', 'credentials'],
    ['user@example.com', 'credentials'],
    ['user:secret@example.com', 'credentials'],
    ['https://example.com:65536/', 'port'],
    ['https://example.com:x/', 'port'],
    ['https://example.com:0/', 'port'],
    ['https://', 'not-a-url'],
    ['/path', 'not-a-url'],
    ['https://exa mple.com/', 'not-a-url'],
    ['https://[::1', 'not-a-url'],
    ['https://a..b<c/', 'not-a-url'],
  ])('%j as %s', (typed, expected) => {
    expect(reason(typed)).toBe(expected);
  });

  test.each([
    ['https://ann:hunter2@example.com/a?b', 'https://example.com/a?b'],
    ['ann:hunter2@example.com', 'https://example.com'],
    ['ftp://ann:hunter2@example.com/', 'ftp://example.com/'],
    ['https://ann:hunt@er2@example.com/@x', 'https://example.com/@x'],
  ])('%j without the password in the failure, which is kept', (typed, url) => {
    const result = parseAddress(typed);

    expect(result).toMatchObject({ ok: false, error: { url } });
    expect(JSON.stringify(result)).not.toMatch(/ann|hunt|er2/);
  });

  test('never by throwing, whatever the text', () => {
    for (let code = 0; code < 0x250; code++) {
      const character = String.fromCharCode(code);
      for (const text of [
        character,
        `a${character}b`,
        `https://${character}`,
        `https://h/${character}`,
        `h:${character}1`,
      ]) {
        expect(() => parseAddress(text)).not.toThrow();
      }
    }
  });
});
