/** One row of the Params grid. `raw` is how it stands in the address; what was not edited stays as it was typed. */
export interface Param {
  readonly id: string;
  readonly isOn: boolean;
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

interface AddressParts {
  readonly before: string;
  readonly query: string | undefined;
  readonly fragment: string;
}

function partsOf(url: string): AddressParts {
  const hash = url.indexOf('#');
  const address = hash === -1 ? url : url.slice(0, hash);
  const mark = address.indexOf('?');
  return {
    before: mark === -1 ? address : address.slice(0, mark),
    query: mark === -1 ? undefined : address.slice(mark + 1),
    fragment: hash === -1 ? '' : url.slice(hash),
  };
}

/** As form encoding reads it (WHATWG URL §5.1): '+' is a space; what is not valid percent-encoding stays as it is. */
function decode(raw: string): string {
  const text = raw.replaceAll('+', ' ');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The raw form of a row that was edited. A name alone has no '='. */
export function encodeParam(name: string, value: string): string {
  return value === '' ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

/**
 * The rows of an address: those in its query, and the ones switched off before, each at the place where it stood.
 *
 * A row keeps its id while its raw form stays, or while it only changes in place, so that the grid does not lose the cursor.
 */
export function readParams(url: string, before: readonly Param[], newId: () => string): readonly Param[] {
  const { query } = partsOf(url);
  const raws = query === undefined || query === '' ? [] : query.split('&');
  const on = before.filter((param) => param.isOn);
  const rows = raws.map((raw, index): Param => {
    const known = on[index]?.raw === raw ? on[index] : undefined;
    if (known !== undefined) return known;
    const equals = raw.indexOf('=');
    return {
      id: (raws.length === on.length ? on[index]?.id : undefined) ?? newId(),
      isOn: true,
      name: decode(equals === -1 ? raw : raw.slice(0, equals)),
      value: equals === -1 ? '' : decode(raw.slice(equals + 1)),
      raw,
    };
  });
  const merged: Param[] = [];
  let taken = 0;
  for (const old of before) {
    if (!old.isOn) merged.push(old);
    else if (taken < rows.length) merged.push(...rows.slice(taken, ++taken));
  }
  return uniqueIds([...merged, ...rows.slice(taken)], newId);
}

/** Rows that moved may have met a row with the same raw form: the later one gets a new id. */
function uniqueIds(params: readonly Param[], newId: () => string): readonly Param[] {
  const seen = new Set<string>();
  return params.map((param) => {
    const fresh = seen.has(param.id) ? { ...param, id: newId() } : param;
    seen.add(fresh.id);
    return fresh;
  });
}

/** The address with the rows that are on as its query. Path and fragment stay as they are. */
export function writeParams(url: string, params: readonly Param[]): string {
  const { before, fragment } = partsOf(url);
  const query = params
    .filter((param) => param.isOn && param.raw !== '')
    .map((param) => param.raw)
    .join('&');
  return before + (query === '' ? '' : `?${query}`) + fragment;
}
