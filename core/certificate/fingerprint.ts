const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex, two digits a byte: how hashes and serial numbers are kept. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexPairs[byte];
  return text;
}

/** '07:C4:09:31…': how fingerprints and serial numbers are read out and compared. */
export function withColons(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(':');
}

/** Groups of four digits with spaces: '07c4 0931 …', easier to compare by eye, wraps between groups. */
export function inGroups(hex: string): string {
  return (hex.match(/.{1,4}/g) ?? []).join(' ');
}

/** The first and last eight digits, for a line that has no room for 64: '07c40931…19d5cc1e'. */
export function shortFingerprint(hex: string): string {
  return hex.length <= 17 ? hex : `${hex.slice(0, 8)}…${hex.slice(-8)}`;
}
