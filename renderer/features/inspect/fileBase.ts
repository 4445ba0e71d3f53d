/** Longest part of a name that is taken into a file name: every file system takes 100 characters. */
const NAME_CHARS = 100;

/** 'www.example.com', '_.example.com': a file name without its ending that every system takes, whatever a certificate says of itself. */
export function fileBase(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '')
    .slice(0, NAME_CHARS);
  return plain === '' ? 'certificate' : plain;
}
