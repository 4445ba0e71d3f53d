import { describe, expect, test } from 'vitest';
import { detectSpoken } from './spoken.ts';

const text = (value: string) => new TextEncoder().encode(value);

describe('what a server speaks that is not TLS', () => {
  test.each([
    ['HTTP/1.1 400 Bad Request\r\nServer: nginx', 'http'],
    ['<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port', 'http'],
    ['SSH-2.0-OpenSSH_9.9\r\n', 'ssh'],
    ['220 mail.example.com ESMTP Postfix\r\n', 'smtp'],
    ['220-mail.example.com ESMTP Exim 4.98\r\n220 ready', 'smtp'],
    ['421 4.3.2 Service not available\r\n', 'smtp'],
    ['220 (vsFTPd 3.0.5)\r\n', 'ftp'],
    ['220-FileZilla Server 1.9.4\r\n', 'ftp'],
    ['220 ProFTPD Server (Debian)', 'ftp'],
    ['* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n', 'imap'],
    ['+OK Dovecot ready.\r\n', 'pop3'],
    ['EHLO what\r\n', 'unknown'],
    ['\0', 'unknown'],
  ])('%j is %s', (greeting, spoken) => {
    expect(detectSpoken(text(greeting))).toBe(spoken);
  });

  test('MySQL greets with its version, or refuses with an error packet', () => {
    const greeting = Uint8Array.of(0x4a, 0, 0, 0, 10, ...text('8.4.3\0'));
    const refusal = Uint8Array.of(0x45, 0, 0, 0, 0xff, 0x6a, 0x04, ...text("Host 'a' is not allowed"));

    expect(detectSpoken(greeting)).toBe('mysql');
    expect(detectSpoken(refusal)).toBe('mysql');
  });

  test('PostgreSQL answers with an error message', () => {
    expect(detectSpoken(Uint8Array.of(0x45, 0, 0, 0, 0x84, ...text('SFATAL\0VFATAL\0')))).toBe('postgresql');
  });

  test('HTTP/2 without TLS begins with its settings', () => {
    expect(detectSpoken(Uint8Array.of(0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3))).toBe('http');
  });

  test('TLS is not foreign, not even an alert of the oldest version', () => {
    expect(detectSpoken(Uint8Array.of(0x15, 3, 0, 0, 2, 2, 40))).toBeUndefined();
    expect(detectSpoken(Uint8Array.of(0x16, 3, 3))).toBeUndefined();
    expect(detectSpoken(Uint8Array.of(0x16))).toBeUndefined();
    expect(detectSpoken(new Uint8Array(0))).toBeUndefined();
  });
});
