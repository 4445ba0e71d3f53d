/** The values 0x0A0A, 0x1A1A … 0xFAFA that clients mix in so that servers learn to ignore what they do not know (RFC 8701 §2). */
export function isGrease(number: number): boolean {
  return (number & 0x0f0f) === 0x0a0a && number >> 8 === (number & 0xff);
}

/** '0x00FF': how a 16-bit value without a name is shown. */
export function hex16(number: number): string {
  return `0x${number.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The name of a 16-bit registry value; 'GREASE' for RFC 8701 values, '0xABCD' for unknown ones. */
export function nameOf(table: Readonly<Record<number, string>>, number: number): string {
  return table[number] ?? (isGrease(number) ? 'GREASE' : hex16(number));
}
