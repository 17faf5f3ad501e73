import { loader } from "@monaco-editor/react";
import * as monaco from "monaco-editor";

/** Monaco from this application alone: no CDN, workers from our own bundle. */
let isReady = false;

export function setUpMonaco(): typeof monaco {
  if (!isReady) {
    isReady = true;
    self.MonacoEnvironment = {
      getWorker: (_id, label) =>
        label === "json"
          ? new Worker(new URL("monaco-editor/language/json/json.worker.js", import.meta.url), {
              type: "module",
            })
          : new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
    };
    defineThemes();
    loader.config({ monaco });
  }
  return monaco;
}

function defineThemes(): void {
  monaco.editor.defineTheme("etlx-light", {
    base: "vs",
    inherit: true,
    rules: [
      { token: "string.key.json", foreground: "17181c" },
      { token: "string.value.json", foreground: "1d6470" },
      { token: "number.json", foreground: "7b2f8f" },
      { token: "keyword.json", foreground: "b3321c" },
      { token: "operator.sql", foreground: "0b4fb3" },
      { token: "predefined.sql", foreground: "7b2f8f" },
      { token: "string.sql", foreground: "1d6470" },
      { token: "comment.sql", foreground: "2c6e2f" },
    ],
    colors: {
      "editor.background": "#ffffff",
      "editorLineNumber.foreground": "#646873",
      "editor.lineHighlightBackground": "#f7f7f8",
      "editorWidget.border": "#c6c8cf",
    },
  });
  monaco.editor.defineTheme("etlx-dark", {
    base: "vs-dark",
    inherit: true,
    rules: [
      { token: "string.key.json", foreground: "eceef2" },
      { token: "string.value.json", foreground: "7ccbd8" },
      { token: "number.json", foreground: "d9a3e6" },
      { token: "keyword.json", foreground: "ff9c85" },
      { token: "operator.sql", foreground: "7fb2ff" },
      { token: "predefined.sql", foreground: "d9a3e6" },
      { token: "string.sql", foreground: "7ccbd8" },
      { token: "comment.sql", foreground: "8fc28f" },
    ],
    colors: {
      "editor.background": "#17181c",
      "editorLineNumber.foreground": "#979ca8",
      "editor.lineHighlightBackground": "#1e2025",
      "editorWidget.border": "#44474f",
    },
  });
}
