import { CopyButton } from "./copy-button.tsx";
import { shortHash } from "./format.ts";

/** A SHA-256 in its first digits, whole on hover, with a button that copies the whole. */
export function Hash({ value, label }: { value: string; label?: string }) {
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      <code title={value}>{shortHash(value)}</code>
      <CopyButton text={value} label={label} />
    </span>
  );
}
