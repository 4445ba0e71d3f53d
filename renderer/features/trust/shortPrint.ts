import { withColons } from '#core/certificate/fingerprint.ts';

/** '5E:C1…0B': enough to tell two in a list apart, too little to compare by. The whole one is a row's tip and stands in its detail. */
export function shortPrint(hex: string): string {
  return hex.length <= 6 ? withColons(hex) : `${withColons(hex.slice(0, 4))}…${withColons(hex.slice(-2))}`;
}
