import { useCallback, useMemo, useState } from 'react';
import type { Field } from '#core/certificate/field.ts';
import type { Asn1Node } from '#core/certificate/tree.ts';
import { nodeOfField, pathTo } from './treeRows.ts';

/** Where something was marked: that pane stands still, the others go there. */
export type MarkedFrom = 'fields' | 'tree' | 'bytes';

export interface Marked {
  readonly node: Asn1Node;
  readonly from: MarkedFrom;
}

export interface Marking {
  readonly marked: Marked | undefined;
  /** The field that the marked value is or lies in. */
  readonly field: Field | undefined;
  /** From the top to the marked value. */
  readonly path: readonly Asn1Node[];
  readonly markNode: (node: Asn1Node, from: MarkedFrom) => void;
  readonly markField: (field: Field) => void;
  /** The deepest value that holds this byte. */
  readonly markByte: (byte: number) => void;
}

/** One mark in three places: the field, the value in the tree, its bytes. `first` is marked to begin with. */
export function useMarked(tree: Asn1Node | undefined, first: Field | undefined): Marking {
  const begin = useMemo((): Marked | undefined => {
    const node = tree === undefined || first === undefined ? undefined : nodeOfField(tree, first);
    return node === undefined ? undefined : { node, from: 'fields' };
  }, [tree, first]);
  const [chosen, setChosen] = useState<{ readonly tree: Asn1Node | undefined; readonly marked: Marked }>();
  // What was chosen belongs to the certificate it was chosen in.
  const marked = chosen !== undefined && chosen.tree === tree ? chosen.marked : begin;
  const path = useMemo(
    () => (tree === undefined || marked === undefined ? [] : pathDownTo(tree, marked.node)),
    [tree, marked],
  );

  const markNode = useCallback(
    (node: Asn1Node, from: MarkedFrom) => {
      setChosen({ tree, marked: { node, from } });
    },
    [tree],
  );
  const markField = useCallback(
    (field: Field) => {
      const node = tree === undefined ? undefined : nodeOfField(tree, field);
      if (node !== undefined) setChosen({ tree, marked: { node, from: 'fields' } });
    },
    [tree],
  );
  const markByte = useCallback(
    (byte: number) => {
      const node = tree === undefined ? undefined : pathTo(tree, byte).at(-1);
      if (node !== undefined) setChosen({ tree, marked: { node, from: 'bytes' } });
    },
    [tree],
  );
  const field = path.findLast((node) => node.field !== undefined)?.field;
  return { marked, field, path, markNode, markField, markByte };
}

/** Values nest without gaps at their start, so the first byte of a value leads through all that hold it, and on into its own. */
function pathDownTo(tree: Asn1Node, target: Asn1Node): readonly Asn1Node[] {
  const path = pathTo(tree, target.offset);
  return path.slice(0, path.findIndex(({ offset }) => offset === target.offset) + 1);
}
