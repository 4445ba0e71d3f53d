import { hex16, isGrease } from './registry.ts';

/** ProtocolVersion values (RFC 8446 §4.1.2 and its forerunners). */
export const SSL3 = 0x0300;
export const TLS10 = 0x0301;
export const TLS12 = 0x0303;
export const TLS13 = 0x0304;

const versions: Readonly<Record<number, string>> = {
  0x0002: 'SSLv2',
  [SSL3]: 'SSLv3',
  [TLS10]: 'TLSv1.0',
  0x0302: 'TLSv1.1',
  [TLS12]: 'TLSv1.2',
  [TLS13]: 'TLSv1.3',
};

/** The number of a version named by `versionName`; undefined when it is none. */
export function versionNumber(name: string): number | undefined {
  const known = Object.entries(versions).find(([, value]) => value === name);
  return known && Number(known[0]);
}

/** 'TLSv1.3', 'SSLv3'; 'TLSv1.3 draft 28' for 0x7F1C (used until 2018), 'GREASE', or '0xABCD'. */
export function versionName(number: number): string {
  const name = versions[number];
  if (name !== undefined) return name;
  if (number >> 8 === 0x7f) return `TLSv1.3 draft ${number & 0xff}`;
  return isGrease(number) ? 'GREASE' : hex16(number);
}
