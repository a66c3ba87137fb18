import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { linter, lintGutter } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import CodeMirror from '@uiw/react-codemirror';
import { useMemo } from 'react';

/** A remark of the linter at a line of the text. */
interface LintMark {
  readonly line: number | null;
  readonly column: number | null;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

interface CodeEditorProps {
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly marks?: readonly LintMark[];
  readonly language?: 'yaml' | 'text';
  readonly height: string;
  readonly label: string;
}

const look = EditorView.theme({
  '&': { fontSize: '12.5px', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '.cm-content, .cm-gutters': { fontFamily: 'var(--mono)' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--primary-soft) !important' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--text-faint)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--primary) 7%, transparent)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--line)' },
});

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: 'var(--primary)', fontWeight: '500' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--high)' },
    { tag: tags.comment, color: 'var(--text-faint)', fontStyle: 'italic' },
    { tag: [tags.punctuation, tags.separator, tags.meta], color: 'var(--text-faint)' },
  ]),
);

const diagnostics = (view: EditorView, marks: readonly LintMark[]): Diagnostic[] =>
  marks.map((mark) => {
    const number = Math.min(Math.max(mark.line ?? 1, 1), view.state.doc.lines);
    const line = view.state.doc.line(number);
    const from = Math.min(line.from + Math.max((mark.column ?? 1) - 1, 0), line.to);
    return { from, to: line.to, severity: mark.severity, message: mark.message };
  });

/** Editor for rules and pasted events; marks of the linter stand beside their lines. */
export const CodeEditor = ({ value, onChange, marks, language = 'yaml', height, label }: CodeEditorProps) => {
  const extensions = useMemo(() => {
    const base = [look, colours, EditorView.lineWrapping, EditorView.contentAttributes.of({ 'aria-label': label })];
    const withLanguage = language === 'yaml' ? [...base, yaml()] : base;
    return marks === undefined
      ? withLanguage
      : [...withLanguage, lintGutter(), linter((view) => diagnostics(view, marks), { delay: 0 })];
  }, [language, marks, label]);
  return (
    <CodeMirror
      value={value}
      height={height}
      theme="none"
      extensions={extensions}
      editable={onChange !== undefined}
      basicSetup={{
        foldGutter: false,
        syntaxHighlighting: false,
        autocompletion: false,
        highlightSelectionMatches: false,
      }}
      {...(onChange === undefined ? {} : { onChange })}
    />
  );
};
