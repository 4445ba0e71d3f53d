import { useEffect, useRef, useState } from 'react';
import { call } from '#renderer/call.ts';
import { useInspect, openInspector } from '#renderer/state/inspect.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { ComparePage } from './ComparePage.tsx';
import { DropArea } from './DropArea.tsx';
import { judgeSubject } from './judgeSubject.ts';
import { NothingOpen } from './NothingOpen.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { readFile, readPath, readSource, readText, type Reading } from './readSubject.ts';
import { useOpened } from './useOpened.ts';
import { Viewer } from './Viewer.tsx';

type Opening =
  | { readonly status: 'idle' }
  | { readonly status: 'reading' }
  | { readonly status: 'asking'; readonly locked: Extract<Reading, { kind: 'locked' }> }
  | { readonly status: 'refused'; readonly name: string; readonly words: string };

/** The certificate viewer: takes what is dropped, pasted or chosen anywhere in it. */
export function InspectPage() {
  const subject = useInspect(({ subjects }) => subjects[0]);
  const selected = useInspect((state) => state.selected);
  const comparison = useInspect((state) => state.comparison);
  const { opening, begin, choose, unlock, forget } = useOpening();
  const isOpened = useOpened(subject);
  useJudged();
  const files = ([file]: readonly File[]): void => {
    if (file !== undefined) begin(readFile(file));
  };
  const paste = (text: string): void => {
    begin(readText(text));
  };
  usePaste(paste);
  return (
    <DropArea
      onFiles={files}
      onText={paste}
      problem={opening.status === 'refused' ? opening : undefined}
      onRead={forget}
    >
      {opening.status === 'reading' || !isOpened ? (
        <Skeleton label="Reading the certificates" lines={8} />
      ) : comparison !== undefined ? (
        <ComparePage comparison={comparison} />
      ) : subject === undefined || selected === undefined ? (
        <NothingOpen onChoose={choose} onFiles={files} onText={paste} />
      ) : (
        <Viewer subject={subject} selected={selected} onOpen={choose} />
      )}
      {opening.status === 'asking' ? (
        <PasswordDialog key={opening.locked.attempt} locked={opening.locked} onAnswer={unlock} onClose={forget} />
      ) : null}
    </DropArea>
  );
}

/** Reads one thing after the other; what was asked for last is what is shown. */
function useOpening() {
  const [opening, setOpening] = useState<Opening>({ status: 'idle' });
  const latest = useRef<Promise<Reading>>(undefined);
  const begin = (reading: Promise<Reading>): void => {
    latest.current = reading;
    setOpening({ status: 'reading' });
    void reading.then((read) => {
      if (latest.current !== reading) return;
      if (read.kind === 'subject') openInspector(read.subject);
      setOpening(stateAfter(read));
    });
  };
  const choose = (): void => {
    void call('file.choose', { purpose: 'certificates' }).then(([path]) => {
      if (path !== undefined) begin(readPath(path));
    });
  };
  const unlock = (password: string): void => {
    if (opening.status === 'asking') begin(readSource(opening.locked.source, opening.locked.name, password));
  };
  const forget = (): void => {
    setOpening({ status: 'idle' });
  };
  return { opening, begin, choose, unlock, forget };
}

function stateAfter(read: Reading): Opening {
  switch (read.kind) {
    case 'subject':
      return { status: 'idle' };
    case 'locked':
      return { status: 'asking', locked: read };
    case 'refused':
      return { status: 'refused', name: read.name, words: read.words };
  }
}

/** What comes out of a file is judged by what is trusted now, and again when that changes. */
function useJudged(): void {
  const subject = useInspect(({ subjects }) => subjects[0]);
  const revision = useTrust((trust) => (trust.status === 'ready' ? trust.trust.revision : undefined));
  const judgedAt = useRef<{ readonly of: string; readonly revision: number | undefined }>(undefined);
  useEffect(() => {
    if (subject === undefined || (subject.order !== 'file' && subject.verdict !== undefined)) return;
    const of = `${subject.title}|${subject.origin}|${subject.sent[0] ?? ''}`;
    const last = judgedAt.current;
    if (subject.verdict !== undefined && last?.of === of && last.revision === revision) return;
    judgedAt.current = { of, revision };
    void judgeSubject(subject);
  }, [subject, revision]);
}

/** A paste anywhere in the place opens, unless it goes into a field. */
function usePaste(onText: (text: string) => void): void {
  const latest = useRef(onText);
  latest.current = onText;
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const isTyped =
        event.target instanceof Element && event.target.closest('input, textarea, [role="dialog"]') !== null;
      if (isTyped || text.trim() === '') return;
      event.preventDefault();
      latest.current(text);
    };
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('paste', paste);
    };
  }, []);
}
