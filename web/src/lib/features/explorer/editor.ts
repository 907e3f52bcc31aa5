import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { graphql, updateSchema } from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';

interface Options {
  parent: HTMLElement;
  text: string;
  label: string;
  onchange: (text: string) => void;
  onrun: () => void;
}

export interface Editor {
  /** Replaces the whole text. */
  set(text: string): void;
  /** Completion and checks follow this schema from now on. */
  learn(schema: GraphQLSchema): void;
  destroy(): void;
}

// The colours of the app, which follow its theme by themselves.
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--c-surface)', color: 'var(--c-ink)', fontSize: '0.875rem' },
  '.cm-content': { fontFamily: 'ui-monospace, Consolas, monospace', caretColor: 'var(--c-ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--c-ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--c-sunken)',
    color: 'var(--c-muted)',
    borderRight: '1px solid var(--c-line)',
  },
  '&.cm-focused': { outline: '3px solid var(--c-focus)', outlineOffset: '-3px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--c-mark)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--c-mark)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--c-surface)',
    color: 'var(--c-ink)',
    border: '1px solid var(--c-edge)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--c-accent)',
    color: 'var(--c-on-accent)',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--c-muted)' },
  { tag: [tags.keyword, tags.definitionKeyword], color: 'var(--c-link)', fontWeight: '600' },
  { tag: [tags.string, tags.number, tags.bool, tags.atom], color: 'var(--c-ok)' },
  { tag: [tags.typeName, tags.className], color: 'var(--c-info)' },
  { tag: [tags.attributeName, tags.special(tags.name)], color: 'var(--c-warn)' },
]);

/** A text editor for GraphQL. Tab keeps moving the focus, as everywhere else on the page. */
export function createEditor({ parent, text, label, onchange, onrun }: Options): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        syntaxHighlighting(colours),
        look,
        graphql(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onchange(update.state.doc.toString());
        }),
        Prec.highest(
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                onrun();
                return true;
              },
            },
          ]),
        ),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
      ],
    }),
  });

  return {
    set: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    learn: (schema) => updateSchema(view, schema),
    destroy: () => view.destroy(),
  };
}
