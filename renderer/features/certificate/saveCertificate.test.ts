import { expect, test } from 'vitest';
import { fileName } from './saveCertificate.ts';

test('a host name is kept as it is', () => {
  expect(fileName('www.example.com')).toBe('www.example.com.pem');
});

test('a certificate cannot choose where it is saved', () => {
  for (const name of ['../../etc/passwd', 'C:\\Windows\\x', '..', 'a/b', '.profile']) {
    expect(fileName(name), name).toMatch(/^[^./\\:][^/\\:]*\.pem$|^certificate\.pem$/);
  }
});

test('stars, spaces and quotes become underscores', () => {
  expect(fileName('*.example.com')).toBe('_.example.com.pem');
  expect(fileName('Let\u2019s Encrypt "E8"')).toBe('Let_s_Encrypt_E8_.pem');
});

test('a name without any letter still gets a file', () => {
  expect(fileName('')).toBe('certificate.pem');
});
