import type { ReactNode } from "react";
import tables from "../ui/data-table.module.css";
import classes from "./help.module.css";

/** A table of a page that is drawn on the server: no sorting, cells of several lines. */
export function HelpTable({
  label,
  headers,
  rows,
}: {
  label: string;
  headers: readonly ReactNode[];
  rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would become a landmark for every table
    <div
      className={tables.frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      role="group"
      aria-label={label}
    >
      <table className={`${tables.table} ${tables.top} ${classes.wrap}`} aria-label={label}>
        <thead>
          <tr>
            {headers.map((header, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <th key={at} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
