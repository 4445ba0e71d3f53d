import type { Finding } from '#core/trust/verdict.ts';

/** A finding with the number it carries everywhere in the window: beside its words and on its certificate in the graph. */
export interface NumberedFinding {
  readonly finding: Finding;
  /** 1, 2, 3… for what stops the request; absent for warnings and notes, which carry their glyph. */
  readonly number?: number;
}

const order: Record<Finding['severity'], number> = { error: 0, warning: 1, note: 2 };

/** Errors first, then warnings, then notes; within these in the order of the check. Only errors are numbered. */
export function numberedFindings(findings: readonly Finding[]): readonly NumberedFinding[] {
  const sorted = [...findings].sort((one, other) => order[one.severity] - order[other.severity]);
  return sorted.map((finding, index) => (finding.severity === 'error' ? { finding, number: index + 1 } : { finding }));
}
