/** One `class` value out of those that apply. Accepts what CSS modules give (a name that may be missing). */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
