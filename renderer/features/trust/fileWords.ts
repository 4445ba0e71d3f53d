/** A file as it is named where there is no doubt which is meant: without its folders, unless another of the names ends alike. */
export function fileWords(name: string, names: readonly string[]): string {
  const base = baseOf(name);
  return names.filter((other) => baseOf(other) === base).length > 1 ? name : base;
}

function baseOf(name: string): string {
  // An address is no path: its end alone says nothing.
  if (/^https?:/i.test(name)) return name;
  return name.split(/[\\/]/).findLast((part) => part !== '') ?? name;
}
