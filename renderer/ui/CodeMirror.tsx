import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import {
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  search,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { codeHighlight, codeTheme } from './codeTheme.ts';
import styles from './CodeEditor.module.css';

/** `total` stops at MAX_MATCHES; `current` counts from 1, 0 when the cursor is at none. */
export interface Matches {
  readonly current: number;
  readonly total: number;
}

/** Beyond this many hits the exact number helps nobody, and counting would be felt. */
export const MAX_MATCHES = 10_000;

/** What a search field outside the editor does with it. */
export interface CodeHandle {
  readonly find: (text: string) => Matches;
  readonly step: (direction: 'next' | 'previous') => Matches;
  readonly focus: () => void;
}

export interface CodeMirrorProps {
  /** Accessible name. */
  readonly label: string;
  readonly value: string;
  readonly language: 'json' | 'text';
  /** Without it the text is only read. */
  readonly onChange?: (value: string) => void;
  readonly hint?: string;
  readonly handle?: Ref<CodeHandle>;
}

const languages: Readonly<Record<CodeMirrorProps['language'], () => Extension>> = { json, text: () => [] };

/** The editor itself. Loaded by CodeEditor. */
export function CodeMirror({ label, value, language, onChange, hint, handle }: CodeMirrorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const languagePart = useRef(new Compartment());
  const changed = useRef(onChange);
  changed.current = onChange;
  const isEditable = onChange !== undefined;

  useEffect(() => {
    if (host.current === null) return;
    // In a shadow root the editor adopts its style sheets; in a document it would write a <style>, which our policy refuses.
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: value,
        extensions: [
          extensionsOf(label, isEditable, hint),
          languagePart.current.of(languages[language]()),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
    // What changes later is handed to the living editor below: making it anew would lose cursor and undo.
  }, [label, isEditable, hint]);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
    // Another text is read from its beginning; one that is being written stays where it is.
    if (!isEditable) editor.scrollDOM.scrollTop = 0;
  }, [value, isEditable]);

  useEffect(() => {
    view.current?.dispatch({ effects: languagePart.current.reconfigure(languages[language]()) });
  }, [language]);

  useImperativeHandle(handle, () => ({
    find: (text) => (view.current === undefined ? none : find(view.current, text)),
    step: (direction) => (view.current === undefined ? none : step(view.current, direction)),
    focus: () => view.current?.focus(),
  }));

  return <div ref={host} className={styles['host']} />;
}

function extensionsOf(label: string, isEditable: boolean, hint: string | undefined): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    drawSelection(),
    bracketMatching(),
    syntaxHighlighting(codeHighlight),
    codeTheme,
    EditorView.lineWrapping,
    // At the top: a hidden panel at the foot would count as covering everything above it when a hit is scrolled to.
    search({
      createPanel: () => ({ dom: document.createElement('div'), top: true }),
      scrollToMatch: (range) => EditorView.scrollIntoView(range, { y: 'center' }),
    }),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'false' }),
    ...(isEditable
      ? [history(), indentOnInput(), highlightActiveLineGutter(), keymap.of([...historyKeymap, ...defaultKeymap])]
      : [EditorState.readOnly.of(true), EditorView.editable.of(false), keymap.of(defaultKeymap)]),
    ...(hint === undefined ? [] : [placeholder(hint)]),
    keymap.of(foldKeymap),
  ];
}

const none: Matches = { current: 0, total: 0 };

function find(view: EditorView, text: string): Matches {
  const query = new SearchQuery({ search: text, literal: true });
  // Hits are marked only while a panel is open; ours is empty and hidden.
  if (text !== '') openSearchPanel(view);
  view.dispatch({ effects: setSearchQuery.of(query) });
  if (text === '') return none;
  view.dispatch({ selection: { anchor: view.state.selection.main.from } });
  findNext(view);
  return count(view, query);
}

function step(view: EditorView, direction: 'next' | 'previous'): Matches {
  (direction === 'next' ? findNext : findPrevious)(view);
  // Not what is selected: where nothing was found, that is something else.
  const query = getSearchQuery(view.state);
  return query.search === '' ? none : count(view, query);
}

function count(view: EditorView, query: SearchQuery): Matches {
  const { from } = view.state.selection.main;
  const cursor = query.getCursor(view.state);
  let total = 0;
  let current = 0;
  for (let hit = cursor.next(); hit.done !== true && total < MAX_MATCHES; hit = cursor.next()) {
    total += 1;
    if (hit.value.from === from) current = total;
  }
  return { current, total };
}
