"use client";

import Editor, { DiffEditor, type OnMount } from "@monaco-editor/react";
import type * as Monaco from "monaco-editor";
import { type RefObject, useEffect, useId, useImperativeHandle, useRef } from "react";
import { useScheme } from "../../theme/color-scheme.ts";
import { type Completion, completeSql, type SqlTable } from "./complete-sql.ts";
import { formatSql } from "./format-sql.ts";
import { keepNamed } from "./keep-named.ts";
import { setUpMonaco } from "./monaco-setup.ts";

const monaco = setUpMonaco();

/** Tables by the text that is written over them: Monaco asks one provider for all texts of a language. */
const tablesOf = new Map<string, readonly SqlTable[]>();
const served = new Set<string>();

const kindOf = {
  table: monaco.languages.CompletionItemKind.Struct,
  column: monaco.languages.CompletionItemKind.Field,
  keyword: monaco.languages.CompletionItemKind.Keyword,
} as const;

function serve(language: string): void {
  if (served.has(language)) return;
  served.add(language);
  monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ["."],
    provideCompletionItems: (model, position) => {
      const word = model.getWordUntilPosition(position);
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: word.endColumn,
      };
      const tables = tablesOf.get(model.uri.toString()) ?? [];
      const known = completeSql(model.getValue(), model.getOffsetAt(position), tables);
      // Another language has no clauses of SQL, but names the same tables and columns.
      const found = language === "sql" ? known : known.filter(({ kind }) => kind !== "keyword");
      return { suggestions: found.map((one, place) => suggestion(one, place, range)) };
    },
  });
  if (language === "sql")
    monaco.languages.registerDocumentFormattingEditProvider(language, {
      provideDocumentFormattingEdits: (model) => [
        { range: model.getFullModelRange(), text: formatSql(model.getValue()) },
      ],
    });
}

const suggestion = (
  { label, kind, text, detail }: Completion,
  place: number,
  range: Monaco.IRange,
): Monaco.languages.CompletionItem => ({
  label: { label, description: detail },
  kind: kindOf[kind],
  insertText: text,
  sortText: String(place).padStart(6, "0"),
  range,
});

const options = {
  fontFamily: "IBM Plex Mono",
  fontSize: 13,
  lineHeight: 20,
  tabSize: 2,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  automaticLayout: true,
  wordWrap: "on",
  fixedOverflowWidgets: true,
  padding: { top: 8, bottom: 8 },
} as const;

export interface ScriptProblem {
  /** Counted from one. */
  readonly line: number;
  readonly message: string;
}

export interface ScriptHandle {
  /** Lays the text out, as one step of the editor's own undo. */
  readonly format: () => void;
}

/** A script of a module: completion from the tables it can read, its error marked at the line. */
export default function SqlEditor({
  text,
  change,
  run,
  language,
  tables,
  problem,
  label,
  isReadOnly,
  handle,
}: {
  text: string;
  change: (text: string) => void;
  run: () => void;
  /** As Monaco calls it. */
  language: string;
  tables: readonly SqlTable[];
  problem?: ScriptProblem | undefined;
  label: string;
  isReadOnly: boolean;
  handle?: RefObject<ScriptHandle | null>;
}) {
  const scheme = useScheme();
  const path = `inmemory://script-${useId().replaceAll(/\W/g, "")}`;
  const editor = useRef<Monaco.editor.IStandaloneCodeEditor>(undefined);
  useImperativeHandle(handle, () => ({
    format: () => {
      editor.current?.focus();
      void editor.current?.getAction("editor.action.formatDocument")?.run();
    },
  }));
  const onRun = useRef(run);
  useEffect(() => {
    onRun.current = run;
  }, [run]);
  useEffect(() => {
    serve(language);
    const uri = monaco.Uri.parse(path).toString();
    tablesOf.set(uri, tables);
    return () => {
      tablesOf.delete(uri);
    };
  }, [language, path, tables]);
  useEffect(() => mark(editor.current?.getModel(), problem), [problem]);
  const onMount: OnMount = (mounted) => {
    editor.current = mounted;
    mounted.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => onRun.current());
    mark(mounted.getModel(), problem);
    mounted.focus();
  };
  return (
    <Editor
      language={language}
      path={path}
      value={text}
      theme={scheme === "dark" ? "etlx-dark" : "etlx-light"}
      onChange={(value) => change(value ?? "")}
      onMount={onMount}
      options={{ ...options, readOnly: isReadOnly, ariaLabel: label, renderLineHighlight: "line" }}
    />
  );
}

function mark(model: Monaco.editor.ITextModel | null | undefined, problem: ScriptProblem | undefined): void {
  if (!model) return;
  const line = problem ? Math.max(1, Math.min(problem.line, model.getLineCount())) : 1;
  const marker = problem && {
    severity: monaco.MarkerSeverity.Error,
    message: problem.message,
    startLineNumber: line,
    endLineNumber: line,
    startColumn: model.getLineFirstNonWhitespaceColumn(line) || 1,
    endColumn: model.getLineMaxColumn(line),
  };
  monaco.editor.setModelMarkers(model, "etlx", marker ? [marker] : []);
}

/** A script beside what it was, to read. */
export function SqlDiff({
  before,
  after,
  language,
  labels,
}: {
  before: string;
  after: string;
  language: string;
  /** What each side is, for who does not see it. */
  labels: { readonly before: string; readonly after: string };
}) {
  const scheme = useScheme();
  return (
    <DiffEditor
      language={language}
      original={before}
      modified={after}
      theme={scheme === "dark" ? "etlx-dark" : "etlx-light"}
      onMount={(both) => {
        keepNamed(both.getOriginalEditor(), labels.before);
        keepNamed(both.getModifiedEditor(), labels.after);
      }}
      // Monaco lets go of its models by itself; taken from under it, it complains.
      keepCurrentOriginalModel
      keepCurrentModifiedModel
      options={{
        ...options,
        readOnly: true,
        originalEditable: false,
        renderSideBySide: true,
      }}
    />
  );
}
