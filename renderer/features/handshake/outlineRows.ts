import type { OutlineNode } from '#core/tls/outline.ts';

/** One line of the outline of a message. `key` is its path ('2/0'), the same whatever is folded. */
export interface OutlineRow {
  readonly key: string;
  readonly depth: number;
  readonly name: string;
  /** What it holds; of a folded list the beginning of what is in it. */
  readonly value: string;
  /** Where it stands in the message: first byte, and the byte after its last. */
  readonly from: number;
  readonly to: number;
  readonly fold: 'none' | 'open' | 'closed';
  /** Its number among its siblings from 1, and how many they are: what a screen reader says of a tree. */
  readonly place: number;
  readonly siblings: number;
}

/** Lists longer than this begin folded: the suites of a ClientHello are fifty lines that few want to read. */
const MOST_OPEN = 6;
/** What a folded line shows of its content, characters. */
const SUMMARY_CHARS = 160;
/** What frames a part rather than says something: a folded line leaves it out. */
const frame: ReadonlySet<string> = new Set(['type', 'length']);

/** Which lines begin open: short lists, and lists of lists (extensions, certificates), which are what a message is about. */
export function openAtFirst(nodes: readonly OutlineNode[]): ReadonlySet<string> {
  const open = new Set<string>();
  nodes.forEach(({ children: parts = [] }, index) => {
    const isShort = parts.length > 0 && parts.length <= MOST_OPEN;
    if (isShort || parts.some(({ children }) => children !== undefined)) open.add(`${index}`);
  });
  return open;
}

/** The lines that are to be seen, in reading order. */
export function outlineRows(nodes: readonly OutlineNode[], open: ReadonlySet<string>): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const add = (list: readonly OutlineNode[], before: string, depth: number): void => {
    list.forEach((node, index) => {
      const key = `${before}${index}`;
      const hasParts = (node.children?.length ?? 0) > 0;
      const isOpen = hasParts && open.has(key);
      rows.push({
        key,
        depth,
        name: node.name,
        value: node.value ?? (hasParts && !isOpen ? summaryOf(node) : ''),
        from: node.offset,
        to: node.offset + node.length,
        fold: hasParts ? (isOpen ? 'open' : 'closed') : 'none',
        place: index + 1,
        siblings: list.length,
      });
      if (isOpen) add(node.children ?? [], `${key}/`, depth + 1);
    });
  };
  add(nodes, '', 0);
  return rows;
}

/** The keys from the outermost to the innermost node that covers a byte; empty when none does. */
export function pathAt(nodes: readonly OutlineNode[], offset: number): readonly string[] {
  const path: string[] = [];
  let level = nodes;
  let before = '';
  for (;;) {
    const index = level.findIndex((node) => offset >= node.offset && offset < node.offset + node.length);
    const found = level[index];
    if (found === undefined) return path;
    const key = `${before}${index}`;
    path.push(key);
    level = found.children ?? [];
    before = `${key}/`;
  }
}

/** The key of the line above it in the tree; undefined at the top. */
export function parentOf(key: string): string | undefined {
  const end = key.lastIndexOf('/');
  return end === -1 ? undefined : key.slice(0, end);
}

/** The parts in a few words. Cut while it is made: a message may hold thousands. */
function summaryOf(node: OutlineNode): string {
  let text = '';
  for (const part of node.children ?? []) {
    if (frame.has(part.name)) continue;
    const words = part.value ?? (part.children === undefined ? part.name : summaryOf(part));
    if (words === '') continue;
    text += `${text === '' ? '' : ', '}${words}`;
    if (text.length > SUMMARY_CHARS) return `${text.slice(0, SUMMARY_CHARS)}…`;
  }
  return text;
}
