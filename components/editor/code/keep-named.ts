import type * as Monaco from "monaco-editor";

type Side = Pick<Monaco.editor.ICodeEditor, "getRawOptions" | "updateOptions" | "onDidChangeConfiguration">;

/** Names one side of a comparison, again whenever Monaco sets its options anew: it leaves the name out then. */
export function keepNamed(side: Side, ariaLabel: string): void {
  const name = () => {
    if (side.getRawOptions().ariaLabel !== ariaLabel) side.updateOptions({ ariaLabel });
  };
  name();
  side.onDidChangeConfiguration(name);
}
