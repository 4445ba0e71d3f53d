import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Asn1Node } from '#core/certificate/tree.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { endOf, openAtFirst, shortType, treeRows, type TreeRow } from './treeRows.ts';
import type { Marking } from './useMarked.ts';
import styles from './Asn1Tree.module.css';

/** Height of a row, px; the same as in the style sheet. */
const ROW = 20;

interface Asn1TreeProps {
  readonly tree: Asn1Node;
  readonly marking: Marking;
}

/** The values of a certificate with their offsets. Arrows move, open and close, as in every tree. */
export function Asn1Tree({ tree, marking }: Asn1TreeProps) {
  const [open, setOpen] = useOpen(tree, marking.path);
  const rows = useMemo(() => treeRows(tree, open), [tree, open]);
  const scroll = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.node.offset ?? index,
    overscan: 12,
  });
  const { marked } = marking;
  const at = marked === undefined ? -1 : rows.findIndex(({ node }) => node.offset === marked.node.offset);
  useEffect(() => {
    if (at >= 0) list.scrollToIndex(at, { align: marked?.from === 'tree' ? 'auto' : 'center' });
    // Only when something else is marked: not while it is scrolled.
  }, [at, marked]);

  const toggle = (node: Asn1Node, isOpen: boolean): void => {
    setOpen(isOpen ? new Set([...open, node.offset]) : new Set([...open].filter((offset) => offset !== node.offset)));
  };
  const keyDown = (event: KeyboardEvent): void => {
    const move = moveOf(event.key, rows, at, Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / ROW) - 1));
    if (move === undefined) return;
    event.preventDefault();
    if (move.kind === 'go') marking.markNode(move.node, 'tree');
    else toggle(move.node, move.kind === 'open');
  };
  const active = at < 0 ? undefined : marked?.node.offset;
  return (
    <div
      ref={scroll}
      role="tree"
      aria-label="ASN.1"
      tabIndex={0}
      className={styles['tree']}
      onKeyDown={keyDown}
      {...(active === undefined ? {} : { 'aria-activedescendant': idOf(active) })}
    >
      <div role="presentation" className={styles['rows']} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <Row
              key={key}
              row={row}
              start={start}
              isMarked={index === at}
              onMark={() => {
                marking.markNode(row.node, 'tree');
              }}
              onToggle={() => {
                toggle(row.node, !row.isOpen);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

/** What is open: what the person opened, and always the way to what is marked. */
function useOpen(tree: Asn1Node, path: readonly Asn1Node[]) {
  const [state, setState] = useState(() => ({ tree, open: openAtFirst(tree) }));
  const own = state.tree === tree ? state.open : openAtFirst(tree);
  const last = path.at(-1);
  const [shown, setShown] = useState<Asn1Node>();
  let open = own;
  // A value is marked that is hidden: the way to it opens, once, so that it can be closed again.
  if (last !== shown) {
    const way = path.slice(0, -1).map(({ offset }) => offset);
    if (way.some((offset) => !own.has(offset))) open = new Set([...own, ...way]);
    setShown(last);
    if (open !== own || state.tree !== tree) setState({ tree, open });
  }
  const setOpen = (next: ReadonlySet<number>): void => {
    setState({ tree, open: next });
  };
  return [open, setOpen] as const;
}

type Move = { readonly kind: 'go' | 'open' | 'close'; readonly node: Asn1Node };

/** What a key does (WAI-ARIA Authoring Practices, "Tree View"). */
function moveOf(key: string, rows: readonly TreeRow[], at: number, page: number): Move | undefined {
  const row = rows[at];
  const go = (index: number): Move | undefined => {
    const target = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    return target === undefined ? undefined : { kind: 'go', node: target.node };
  };
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  const step = steps[key];
  if (step !== undefined) return go(at + step);
  if (key === 'Home') return go(0);
  if (key === 'End') return go(rows.length - 1);
  if (row === undefined) return undefined;
  const canOpen = row.node.children.length > 0;
  if (key === 'ArrowRight' && canOpen) return row.isOpen ? go(at + 1) : { kind: 'open', node: row.node };
  if (key === 'ArrowLeft' && row.isOpen) return { kind: 'close', node: row.node };
  if (key === 'ArrowLeft') return go(rows.findLastIndex((other, index) => index < at && other.level < row.level));
  if ((key === 'Enter' || key === ' ') && canOpen) return { kind: row.isOpen ? 'close' : 'open', node: row.node };
  return undefined;
}

function idOf(offset: number): string {
  return `asn1-${String(offset)}`;
}

interface RowProps {
  readonly row: TreeRow;
  readonly start: number;
  readonly isMarked: boolean;
  readonly onMark: () => void;
  readonly onToggle: () => void;
}

function Row({ row: { node, level, position, siblings, isOpen }, start, isMarked, onMark, onToggle }: RowProps) {
  const canOpen = node.children.length > 0;
  const type = shortType(node.type);
  const value = node.value ?? (level === 1 ? '' : '');
  return (
    <div
      id={idOf(node.offset)}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={isMarked}
      {...(canOpen ? { 'aria-expanded': isOpen } : {})}
      className={classes(styles['row'], isMarked && styles['on'], node.fault !== undefined && styles['fault'])}
      style={{ transform: `translateY(${String(start)}px)` }}
      onClick={onMark}
      onDoubleClick={canOpen ? onToggle : undefined}
    >
      <span className={styles['offset']}>{node.offset}</span>
      <span className={styles['indent']} style={{ width: (level - 1) * 12 }} />
      {canOpen ? (
        <span
          className={styles['toggle']}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
        </span>
      ) : (
        <span className={styles['toggle']} />
      )}
      <span className={styles['name']}>{node.label ?? type}</span>
      <span className={styles['value']} title={value === '' ? undefined : value}>
        {node.label === undefined ? '' : `${type} `}
        {level === 1 ? `${String(endOf(node))} bytes` : value}
        {node.fault === undefined ? '' : ` ${node.fault}`}
      </span>
    </div>
  );
}
