"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { z } from "zod";
import { type Edit, isSame, type Json } from "#lib/drafting";
import { locate, locateSyntaxError } from "#lib/metadata";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/state.tsx";
import JsonEditor from "../code/json-editor.tsx";
import type { Place, Problem } from "../code/problem.ts";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./text-view.module.css";

const typed = (document: Json): Edit => ({
  label: { en: "Edit as text", ru: "Правка текста" },
  group: "text",
  apply: () => document,
});

const textOf = (document: Json): string => JSON.stringify(document, null, 2);

/** A draft's document from a text; undefined where the text is none (no JSON, or no object). */
function parsed(text: string): Json | undefined {
  try {
    return z.record(z.string(), z.json()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * The document as text, two-way. A text that is no JSON is kept as it is: other views wait for it, and nothing overwrites it
 * until its author mends it or lets it go.
 */
export default function TextView() {
  const t = useTranslations("editor");
  const editor = useEditor();
  const { document, mayEdit, edit, pause, state } = editor;
  const { selection } = useSelection();
  const [text, setText] = useState(() => state.brokenText ?? textOf(document));
  /** What the text stood for when it was last the same as the document. */
  const stands = useRef(document);
  useEffect(() => {
    if (state.brokenText !== undefined || isSame(stands.current, document)) return;
    // Another view, an undo or another person changed the document.
    stands.current = document;
    setText(textOf(document));
  }, [document, state.brokenText]);
  const change = (next: string) => {
    setText(next);
    const value = parsed(next);
    if (value === undefined) {
      pause(next);
      return;
    }
    pause(undefined);
    stands.current = value;
    edit(typed(value));
  };
  const discard = () => {
    pause(undefined);
    stands.current = document;
    setText(textOf(document));
  };
  const problems = useMemo((): readonly Problem[] => {
    if (state.brokenText !== undefined) return [];
    return editor.diagnostics.map((one) => ({
      ...one,
      place: locate(text, one.path) ?? { line: 1, column: 1 },
    }));
  }, [editor.diagnostics, state.brokenText, text]);
  const broken =
    state.brokenText === undefined ? undefined : (locateSyntaxError(text) ?? { line: 1, column: 1 });
  // Only once: where somebody comes from, not where they type.
  const [jump, setJump] = useState<Place | undefined>(() => {
    const table = editor.draft.tables.find(({ name }) => name === selection?.table);
    const column = table?.columns.find(({ name }) => name === selection?.column);
    if (!table) return undefined;
    return locate(text, ["tables", table.index, ...(column ? ["columns", column.index] : ["name"])]);
  });
  return (
    <div className={classes.view}>
      {broken ? (
        <div className={classes.notice}>
          <Notice
            tone="warn"
            title={t("brokenTitle", { line: broken.line })}
            actions={
              <>
                <Button variant="default" size="compact" onClick={() => setJump({ ...broken })}>
                  {t("showPlace")}
                </Button>
                <Button variant="subtle" color="red" size="compact" onClick={discard}>
                  {t("discardText")}
                </Button>
              </>
            }
          >
            {t("brokenText")}
          </Notice>
        </div>
      ) : null}
      <div className={classes.editor}>
        <JsonEditor
          text={text}
          change={change}
          save={() => void editor.flush()}
          schema={editor.module.jsonSchema}
          problems={problems}
          jump={jump}
          isReadOnly={!mayEdit && state.brokenText === undefined}
        />
      </div>
    </div>
  );
}
