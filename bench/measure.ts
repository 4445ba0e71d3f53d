/** One line of the table. */
export interface Measure {
  /** Key in baseline.json. */
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB/s' | 'MiB' | 'kB' | '×';
  /** What must hold; absent where we only watch. */
  readonly bound?: { readonly atMost: number } | { readonly atLeast: number };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** True unless a bound is missed. */
export function holds({ value, bound }: Measure): boolean {
  if (bound === undefined) return true;
  return 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast;
}

/** The table, with what the baseline says beside it. */
export function tableOf(measures: readonly Measure[], baseline: Readonly<Record<string, number>>): string {
  const rows = measures.map((measure) => [
    measure.title,
    number(measure.value, measure.unit),
    boundWords(measure),
    measure.bound === undefined ? '' : holds(measure) ? 'holds' : 'MISSED',
    baseline[measure.id] === undefined ? '' : number(baseline[measure.id] ?? 0, measure.unit),
  ]);
  const lines = [['', 'now', 'bound', '', 'baseline'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}

function boundWords({ bound, unit }: Measure): string {
  if (bound === undefined) return '';
  return 'atMost' in bound ? `≤ ${number(bound.atMost, unit)}` : `≥ ${number(bound.atLeast, unit)}`;
}

function number(value: number, unit: Measure['unit']): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`;
}
