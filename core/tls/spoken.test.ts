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
    ['200 news.example.com InterNetNews NNRP server INN 2.7.1 ready (posting ok)\r\n', 'nntp'],
    [':irc.example.com NOTICE * :*** Looking up your hostname...\r\n', 'irc'],
    ["<?xml version='1.0'?><stream:stream xmlns='jabber:client'", 'xmpp'],
    ['<?xml version="1.0"?><error/>', 'http'],
    ["-ERR unknown command '\\x16\\x03\\x01'\r\n", 'redis'],
    ['-DENIED Redis is running in protected mode', 'redis'],
    ['ERROR\r\n', 'memcached'],
    ['RFB 003.008\n', 'vnc'],
    ['AMQP\0\0\u0009\u0001', 'amqp'],
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

  test('LDAP takes its leave with a notice of disconnection, in short lengths or long ones', () => {
    const notice = [2, 1, 0, 0x78, 7, 10, 1, 2, 4, 0, 4, 0];

    expect(detectSpoken(Uint8Array.of(0x30, notice.length, ...notice))).toBe('ldap');
    expect(detectSpoken(Uint8Array.of(0x30, 0x84, 0, 0, 0, notice.length, ...notice))).toBe('ldap');
    expect(detectSpoken(Uint8Array.of(0x30, 3, 2, 1, 5))).toBe('unknown');
  });

  test('RDP, MQTT and Telnet are told by their first bytes', () => {
    expect(detectSpoken(Uint8Array.of(3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0))).toBe('rdp');
    expect(detectSpoken(Uint8Array.of(0x20, 2, 0, 1))).toBe('mqtt');
    expect(detectSpoken(Uint8Array.of(0xff, 0xfd, 0x18, 0xff, 0xfd, 0x20))).toBe('telnet');
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
