import { useEffect, useState } from 'react';
import type { InspectSubject } from '#renderer/state/inspect.ts';
import { inSlices } from './inSlices.ts';
import { isOpened, lazyBag } from './lazyBag.ts';
import { MOST_NODES } from './nearSubject.ts';

/** So many are decoded while the view is drawn, and nobody notices: 0.3 ms each. */
const AT_ONCE = 12;

/** Whether the certificates that are drawn have been decoded. A long chain is, in slices, before it is drawn. */
export function useOpened(subject: InspectSubject | undefined): boolean {
  const [opened, setOpened] = useState<InspectSubject>();
  const closed = subject === undefined ? [] : closedOf(subject);
  const isReady = closed.length <= AT_ONCE || opened === subject;
  useEffect(() => {
    if (subject === undefined || isReady) return;
    let isCurrent = true;
    const bag = lazyBag(subject.certificates);
    void inSlices(closedOf(subject), (sha256) => {
      bag.open(sha256);
    }).then(() => {
      if (isCurrent) setOpened(subject);
    });
    return () => {
      isCurrent = false;
    };
  }, [subject, isReady]);
  return isReady;
}

function closedOf({ sent, path }: InspectSubject): readonly string[] {
  return [...sent.slice(0, MOST_NODES), ...path].filter((sha256) => !isOpened(sha256));
}
