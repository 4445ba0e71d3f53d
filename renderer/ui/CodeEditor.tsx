import { Suspense } from 'react';
import { classes } from './classes.ts';
import type { CodeMirrorProps } from './CodeMirror.tsx';
import { later } from './later.tsx';
import { Skeleton } from './Skeleton.tsx';
import styles from './CodeEditor.module.css';

// The editor is a third of the window's code and is needed for bodies alone.
const { Component: CodeMirror, preload } = later(async () => (await import('./CodeMirror.tsx')).CodeMirror);

export { preload as preloadEditor };

export type { CodeHandle, Matches } from './CodeMirror.tsx';

/** Text with line numbers: read, or edited when `onChange` is given. Fills its container. */
export function CodeEditor({ className, ...props }: CodeMirrorProps & { readonly className?: string | undefined }) {
  return (
    <div className={classes(styles['editor'], className)}>
      <Suspense fallback={<Skeleton label="Loading the editor" />}>
        <CodeMirror {...props} />
      </Suspense>
    </div>
  );
}
