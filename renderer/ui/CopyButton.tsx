import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { copyText } from './clipboard.ts';

interface CopyButtonProps {
  /** The text, or a function for text that is costly to make. */
  readonly text: string | (() => string);
  /** What it does, e.g. 'Copy SHA-256'. */
  readonly label: string;
  /** 'words' shows the label, 'icon' is for tight places. */
  readonly look?: 'words' | 'icon';
  readonly size?: 'normal' | 'small';
}

/** How long the tick stays, ms: long enough to be noticed, gone before the next copy. */
const TICK_MS = 1500;

/** Copies and says so, on the button itself. */
export function CopyButton({ text, label, look = 'icon', size = 'normal' }: CopyButtonProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  useEffect(() => {
    if (copied === 'no') return;
    const timer = setTimeout(() => {
      setCopied('no');
    }, TICK_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);

  const copy = async (): Promise<void> => {
    const done = await copyText(typeof text === 'string' ? text : text());
    setCopied(done ? 'yes' : 'failed');
  };
  const says = copied === 'yes' ? 'Copied' : copied === 'failed' ? 'Could not copy' : label;
  const icon = copied === 'yes' ? 'tick' : 'copy';
  return look === 'icon' ? (
    <IconButton icon={icon} label={says} size={size} onPress={() => void copy()} />
  ) : (
    <Button icon={icon} size={size} onPress={() => void copy()}>
      {says}
    </Button>
  );
}
