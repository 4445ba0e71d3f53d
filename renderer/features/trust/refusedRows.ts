import { rowHolds } from './rowFilter.ts';
import { shortPrint } from './shortPrint.ts';
import { toBase64 } from '#core/certificate/pem.ts';
import type { Distrust } from '#core/trust/distrust.ts';

/** @param filter what was typed: names, notes, fingerprints, pins */
export function refusedRows(distrusted: readonly Distrust[], filter: string): readonly Distrust[] {
  return distrusted.filter((refusal) => {
    const { label, note, sha256, certificate } = refusal;
    const pins = refusal.kind === 'key' ? [pinOf(sha256)] : [];
    return rowHolds(
      filter,
      [nameOfRefusal(refusal), label, note ?? '', ...pins],
      [sha256, ...(certificate === undefined ? [] : [certificate])],
    );
  });
}

/** 'Key of Contour Gateway CA'. */
export function nameOfRefusal({ kind, label }: Distrust): string {
  return kind === 'key' ? `Key of ${label}` : label;
}

/** A hash of a key as others write it: 'sha256/9Tq4…=' (RFC 7469 §2.4, and the pins of browsers and curl). */
export function pinOf(sha256: string): string {
  const bytes = (sha256.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `sha256/${toBase64(Uint8Array.from(bytes))}`;
}

/** The second line: why, and by which number. */
export function refusalWords({ kind, sha256, note }: Distrust): string {
  const pin = pinOf(sha256);
  const number = kind === 'key' ? `pin ${pin.slice(0, 11)}…${pin.slice(-3)}` : `SHA-256 ${shortPrint(sha256)}`;
  return [...(note === undefined ? [] : [note]), number].join(' · ');
}
