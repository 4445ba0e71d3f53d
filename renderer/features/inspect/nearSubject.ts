/** Certificates of which nodes are made; of a longer list the rest is found in a list. */
export const MOST_NODES = 120;

/** The first of a long list, and the one that the chain begins with. */
export function nearOf(sent: readonly string[], start: string | undefined): readonly string[] {
  if (sent.length <= MOST_NODES) return sent;
  const near = sent.slice(0, MOST_NODES);
  return start === undefined || near.includes(start) ? near : [start, ...near];
}
