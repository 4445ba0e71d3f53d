import { memo, useDeferredValue, useMemo, useState } from 'react';
import { findingField } from '#core/trust/findingField.ts';
import { selectCertificate, useInspect, type InspectSubject } from '#renderer/state/inspect.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { toHex } from '#core/certificate/fingerprint.ts';
import { Asn1Tree } from './Asn1Tree.tsx';
import { ChainBand } from './ChainBand.tsx';
import { FaultLead } from './FaultLead.tsx';
import { FieldList } from './FieldList.tsx';
import { fieldSections, readableSections } from './fieldSections.ts';
import { HexDump } from './HexDump.tsx';
import { Prints } from './Prints.tsx';
import { readableTree } from './readableTree.ts';
import { Revocation } from './Revocation.tsx';
import { shownOf, type View } from './shownOf.ts';
import { endOf } from './treeRows.ts';
import { useMarked } from './useMarked.ts';
import { useTimestamps } from './useTimestamps.ts';
import { ViewerHead } from './ViewerHead.tsx';
import styles from './Viewer.module.css';

interface ViewerProps {
  readonly subject: InspectSubject;
  /** SHA-256 of the certificate that is shown. */
  readonly selected: string;
  readonly onOpen: () => void;
}

/** A chain, and everything about the certificate that is picked in it: fields, values and bytes, linked. */
export function Viewer({ subject, selected, onOpen }: ViewerProps) {
  const [now] = useState(() => Date.now());
  const view = useMemo(() => shownOf(subject, selected, now), [subject, selected, now]);
  // The panes of a monster take their time: they are drawn behind the chain, in pieces, and what stood there stays meanwhile.
  const drawn = useDeferredValue<View | undefined>(view, undefined);
  if (view === undefined) return <EmptyState title="This certificate is no longer kept" />;
  return (
    <div className={styles['viewer']}>
      <ViewerHead subject={subject} shown={view.shown} inspected={view.inspected} onOpen={onOpen} />
      <ChainBand subject={subject} view={view} now={now} onSelect={selectCertificate} />
      {drawn === undefined ? (
        <Skeleton label="Decoding the certificate" lines={8} />
      ) : (
        <Panes key={drawn.shown.sha256} view={drawn} now={now} asked={subject.host} />
      )}
    </div>
  );
}

interface PanesProps {
  readonly view: View;
  readonly now: number;
  readonly asked: string | undefined;
}

/** What it is told by, and whether it was taken back. */
function End({ view }: Pick<PanesProps, 'view'>) {
  const { shown, inspected } = view;
  const { certificate, sha256 } = shown;
  return (
    <>
      <Prints certificate={certificate} sha256={sha256} />
      {certificate === undefined ? null : (
        <Revocation certificate={certificate} sha256={sha256} pem={inspected.pem} issuer={issuerOf(view)} />
      )}
    </>
  );
}

/** PEM of what stands above it in the chain. */
function issuerOf({ shown, chain, certificates }: View): string | undefined {
  const above = chain[chain.indexOf(shown.sha256) + 1];
  return chain.includes(shown.sha256) && above !== undefined ? certificates[above] : undefined;
}

/** Drawn anew only when its certificate or what is known of it changes. */
const Panes = memo(function Panes({ view, now, asked }: PanesProps) {
  const { shown, findings, fault, signer } = view;
  const { tree, fault: treeFault } = useMemo(() => readableTree(shown.der), [shown.der]);
  const { certificate } = shown;
  const detail = useInspect((inspect) => inspect.detail);
  const timestamps = useTimestamps(certificate, view.inspected.pem, issuerOf(view));
  const sections = useMemo(
    () =>
      certificate === undefined
        ? readableSections(tree)
        : fieldSections(certificate, { now, asked, detail, signer, timestamps }),
    [certificate, tree, now, asked, detail, signer, timestamps],
  );
  const firstField = findings.map(({ finding }) => findingField(finding)).find((field) => field !== undefined);
  const marking = useMarked(tree, firstField);
  // Where the window is narrow, the bytes take the place of the tree.
  const [pane, setPane] = useState<'tree' | 'bytes'>('tree');
  const { marked, path } = marking;
  const faultAt = (fault ?? treeFault)?.offset;
  const labels = path.flatMap(({ label }) => label ?? []);
  return (
    <>
      <FieldList
        sections={sections}
        findings={findings}
        marking={marking}
        {...(certificate !== undefined && { detail })}
        lead={fault === undefined ? undefined : <FaultLead fault={fault} length={shown.der.length} />}
        end={{ title: 'Fingerprints', children: <End view={view} /> }}
      />
      <section className={styles['pane']} data-shown={pane} data-kind="tree" aria-label="Values">
        <header className={styles['title']}>
          <h2>ASN.1</h2>
          <Switcher pane={pane} onChange={setPane} />
          <span>offset in bytes</span>
        </header>
        {tree === undefined ? (
          <EmptyState title="No value can be read">Its first bytes are no ASN.1.</EmptyState>
        ) : (
          <Asn1Tree tree={tree} marking={marking} />
        )}
      </section>
      <section className={styles['pane']} data-shown={pane} data-kind="bytes" aria-label="DER">
        <header className={styles['title']}>
          <h2>DER</h2>
          <Switcher pane={pane} onChange={setPane} />
          <span role="status">
            {marked === undefined
              ? `${String(shown.der.length)} bytes`
              : `bytes ${String(marked.node.offset)}–${String(endOf(marked.node) - 1)}, ${labels.at(-1) ?? marked.node.type}`}
          </span>
          {marked === undefined ? null : (
            <CopyButton
              size="small"
              label="Copy these bytes as hex"
              text={() => toHex(shown.der.subarray(marked.node.offset, endOf(marked.node)))}
            />
          )}
        </header>
        <HexDump der={shown.der} marking={marking} fault={faultAt} />
      </section>
    </>
  );
});

const paneOptions = [
  { id: 'tree', label: 'Values' },
  { id: 'bytes', label: 'Bytes' },
] as const;

function Switcher({
  pane,
  onChange,
}: {
  readonly pane: 'tree' | 'bytes';
  readonly onChange: (pane: 'tree' | 'bytes') => void;
}) {
  return (
    <Segments label="Show" options={paneOptions} value={pane} onChange={onChange} className={styles['switcher']} />
  );
}
