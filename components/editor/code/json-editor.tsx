"use client";

import Editor, { type OnMount } from "@monaco-editor/react";
import type * as Monaco from "monaco-editor";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { Locale } from "#lib/kernel";
import { useScheme } from "../../theme/color-scheme.ts";
import { setUpMonaco } from "./monaco-setup.ts";
import type { Place, Problem } from "./problem.ts";

const monaco = setUpMonaco();
const modelPath = "inmemory://module.jsonld";

/** The module document as text: completion from its JSON Schema, every problem marked at its place. */
export default function JsonEditor({
  text,
  change,
  save,
  schema,
  problems,
  jump,
  isReadOnly,
}: {
  text: string;
  change: (text: string) => void;
  save: () => void;
  schema: object;
  problems: readonly Problem[];
  /** A place to show; a new object jumps again. */
  jump?: Place;
  isReadOnly: boolean;
}) {
  const t = useTranslations("modules");
  const locale = useLocale() as Locale;
  const scheme = useScheme();
  const editor = useRef<Monaco.editor.IStandaloneCodeEditor>(undefined);
  const onSave = useRef(save);
  useEffect(() => {
    onSave.current = save;
  }, [save]);
  useEffect(() => {
    monaco.json.jsonDefaults.setDiagnosticsOptions({
      validate: true,
      allowComments: false,
      schemaValidation: "ignore",
      schemas: [{ uri: "etlx://module.schema.json", fileMatch: [modelPath], schema }],
    });
  }, [schema]);
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model)
      monaco.editor.setModelMarkers(
        model,
        "etlx",
        problems.map((one) => toMarker(one, model, locale)),
      );
  }, [problems, locale]);
  useEffect(() => {
    if (jump && editor.current) show(editor.current, jump);
  }, [jump]);
  const onMount: OnMount = (mounted) => {
    editor.current = mounted;
    if (jump) show(mounted, jump);
    else foldContext(mounted);
    mounted.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => onSave.current());
    const model = mounted.getModel();
    if (model)
      monaco.editor.setModelMarkers(
        model,
        "etlx",
        problems.map((one) => toMarker(one, model, locale)),
      );
  };
  return (
    <Editor
      language="json"
      path={modelPath}
      value={text}
      theme={scheme === "dark" ? "etlx-dark" : "etlx-light"}
      onChange={(value) => change(value ?? "")}
      onMount={onMount}
      options={{
        readOnly: isReadOnly,
        ariaLabel: t("documentText"),
        fontFamily: "IBM Plex Mono",
        fontSize: 13,
        lineHeight: 20,
        tabSize: 2,
        minimap: { enabled: false },
        scrollBeyondLastLine: false,
        automaticLayout: true,
        renderLineHighlight: "line",
        wordWrap: "on",
        fixedOverflowWidgets: true,
        quickSuggestions: { strings: true, other: true, comments: false },
        padding: { top: 8, bottom: 8 },
      }}
    />
  );
}

function show(editor: Monaco.editor.IStandaloneCodeEditor, place: Place): void {
  const position = { lineNumber: place.line, column: place.column };
  editor.revealPositionInCenter(position);
  editor.setPosition(position);
  editor.focus();
}

/** How often, and how many milliseconds apart, folding is tried while the language's worker is still starting. */
const foldTries = 25;
const foldPause = 200;

/** The context is the same in every document: folded, the module itself comes first. */
function foldContext(editor: Monaco.editor.IStandaloneCodeEditor, tries = foldTries): void {
  const model = editor.getModel();
  const index = model?.getLinesContent().findIndex((line) => /^\s*"@context": \{/.test(line)) ?? -1;
  const isUntouched = editor.getPosition()?.lineNumber === 1 && editor.getScrollTop() === 0;
  if (index === -1 || tries === 0 || !isUntouched) return;
  const firstInside = index + 2;
  const isFolded = editor
    .getVisibleRanges()
    .every((range) => range.startLineNumber > firstInside || range.endLineNumber < firstInside);
  if (isFolded) return;
  // Downwards, because upwards a second try that waited behind the first would fold the whole document.
  editor.trigger("etlx", "editor.fold", { levels: 1, direction: "down", selectionLines: [index] });
  setTimeout(() => foldContext(editor, tries - 1), foldPause);
}

function toMarker(
  problem: Problem,
  model: Monaco.editor.ITextModel,
  locale: Locale,
): Monaco.editor.IMarkerData {
  const line = Math.min(problem.place.line, model.getLineCount());
  return {
    severity: problem.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message: problem.message[locale],
    code: problem.code,
    startLineNumber: line,
    startColumn: problem.place.column,
    endLineNumber: line,
    endColumn: model.getLineMaxColumn(line),
  };
}
