import type { ComparedValue, Comparison } from './comparison.ts';

/** A comparison as plain text, for a ticket or a mail. @param names what A and B are, a line each */
export function compareText(comparison: Comparison, names: { readonly a: string; readonly b: string }): string {
  const { headline, summary, differences, also, groups } = comparison;
  const words = differences.map(({ number, title, text }) => `${number}. ${title}. ${text}`);
  const fields = groups.flatMap(({ title, rows }) => {
    const differing = rows.filter(({ kind }) => kind === 'differs');
    if (differing.length === 0) return [];
    return [
      '',
      title,
      ...differing.flatMap(({ label, a, b }) => [`  ${label}`, `    A  ${valueText(a)}`, `    B  ${valueText(b)}`]),
    ];
  });
  return [
    headline,
    summary,
    '',
    `A  ${names.a}`,
    `B  ${names.b}`,
    ...(words.length > 0 ? ['', ...words] : []),
    ...(also.length > 0 ? ['', `Also different, as in any two certificates: ${also.join(', ')}.`] : []),
    ...fields,
    '',
  ].join('\n');
}

function valueText(value: ComparedValue | undefined): string {
  return value === undefined ? 'absent' : value.segments.map(({ text }) => text).join('');
}
