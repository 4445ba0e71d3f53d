import { basename } from 'node:path';

/** What some file system or shell takes for something else than a letter of a name. */
const RESERVED = '<>:"/\\|?*\u007f';
/** Names that Windows keeps for devices, with or without an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name that every file system bears and that names no folder. Suggested names come from servers: path, control characters and
 * leading dots (hidden files) are taken out.
 */
export function safeName(name: string): string {
  const printable = [...basename(name.replaceAll('\\', '/'))].filter(
    (letter) => letter >= ' ' && !RESERVED.includes(letter),
  );
  const bare = printable.join('').replace(/^[. ]+|[. ]+$/g, '');
  if (bare === '') return 'wireglass';
  return DEVICE.test(bare) ? `_${bare}` : bare;
}
