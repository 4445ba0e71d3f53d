import type { Certificate } from './certificate.ts';

/**
 * The longest lifetimes of a server certificate, in days, by the day it begins
 * (CA/Browser Forum Baseline Requirements 2.1.7 §6.3.2, as amended by ballot SC-081v3; read 2026-11). Latest first.
 */
const limits: readonly (readonly [from: number, days: number])[] = [
  [Date.UTC(2029, 2, 15), 47],
  [Date.UTC(2027, 2, 15), 100],
  [Date.UTC(2026, 2, 15), 200],
  [Date.UTC(2020, 8, 1), 398],
  [Date.UTC(2018, 2, 1), 825],
];

/** How long a public authority may let a server certificate of this beginning last, in days; undefined before 2018. */
export function lifetimeLimit({ notBefore }: Pick<Certificate, 'notBefore'>): number | undefined {
  return limits.find(([from]) => notBefore >= from)?.[1];
}
