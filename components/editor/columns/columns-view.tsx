"use client";

import { useEditor } from "../store/editor-context.tsx";

/** Every column of the module, a row each. */
export default function ColumnsView() {
  const { draft } = useEditor();
  return (
    <ul>
      {draft.tables.flatMap((table) =>
        table.columns.map((column) => (
          <li key={`${table.index}.${column.index}`}>
            {table.name}.{column.name}
          </li>
        )),
      )}
    </ul>
  );
}
