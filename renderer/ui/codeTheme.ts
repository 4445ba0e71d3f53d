import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The house's look. Colours are variables, so that a change of theme needs nothing from the editor. */
export const codeTheme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', background: 'none', fontSize: 'var(--text-small)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    lineHeight: '1.6',
    fontVariantLigatures: 'none',
    // As in global.css, whose rules do not reach into a shadow root; the colour does.
    scrollbarWidth: 'thin',
  },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 16px 0 4px' },
  '.cm-gutters': { border: 'none', background: 'none', color: 'var(--muted)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '40px', padding: '0 6px 0 16px' },
  '.cm-foldGutter .cm-gutterElement': { width: '14px', cursor: 'default' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'none' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--selected)',
  },
  '.cm-searchMatch': { background: 'var(--mark)' },
  '.cm-searchMatch-selected': { background: 'var(--mark)', boxShadow: 'inset 0 -2px 0 var(--mark-line)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    background: 'none',
    boxShadow: 'inset 0 -1.5px 0 var(--line-control)',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { background: 'none', color: 'inherit' },
  '.cm-foldPlaceholder': {
    padding: '0 4px',
    border: 'none',
    borderRadius: '3px',
    background: 'var(--hover)',
    color: 'var(--muted)',
  },
  '.cm-placeholder': { color: 'var(--muted)' },
  // The search panel is ours and stands outside; the editor only marks what was found.
  '.cm-panels': { display: 'none' },
});

/** JSON is ink: keys strong, values plain. Only search hits are marked. */
export const codeHighlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--text)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--text-soft)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--text)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
]);
