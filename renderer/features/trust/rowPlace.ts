/** Where a row is drawn. */
export interface RowPlace {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly height: number;
}

export function placed({ top, height }: RowPlace): { readonly top: number; readonly height: number } {
  return { top, height };
}
