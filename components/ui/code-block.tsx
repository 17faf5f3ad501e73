import classes from "./code-block.module.css";
import { CopyButton } from "./copy-button.tsx";

/** A script to read and to take along. */
export function CodeBlock({ text, label, wrap = false }: { text: string; label: string; wrap?: boolean }) {
  return (
    <div className={`${classes.block} ${wrap ? classes.wrap : ""}`}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        {text}
      </pre>
      <div className={classes.copy}>
        <CopyButton text={text} label={label} />
      </div>
    </div>
  );
}
