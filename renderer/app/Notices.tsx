import { useEffect, useRef, useState } from 'react';
import { dismiss, NOTICE_MS, undo, useNotices, type Notice } from '#renderer/state/notice.ts';
import { UndoBar } from '#renderer/ui/UndoBar.tsx';
import styles from './Notices.module.css';

/** What was just done, above the status bar. While the pointer or the focus is on it, it stays. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  const [isHeld, setHeld] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const look = (): void => {
    setHeld(box.current?.matches(':hover, :focus-within') === true);
  };
  // One that goes takes the focus with it and tells nobody: the others must not stay for ever.
  useEffect(look, [notices]);
  return (
    <div
      ref={box}
      className={styles['notices']}
      onPointerEnter={look}
      onPointerLeave={look}
      onFocus={look}
      onBlur={look}
    >
      {notices.map((notice) => (
        <Shown key={notice.id} notice={notice} isHeld={isHeld} />
      ))}
    </div>
  );
}

function Shown({ notice, isHeld }: { readonly notice: Notice; readonly isHeld: boolean }) {
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => {
      dismiss(notice.id);
    }, NOTICE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [notice.id, isHeld]);
  return (
    <UndoBar
      text={notice.text}
      undo={
        notice.undo === undefined
          ? undefined
          : {
              label: notice.undo.label,
              onPress: () => {
                undo(notice);
              },
            }
      }
      onDismiss={() => {
        dismiss(notice.id);
      }}
    />
  );
}
