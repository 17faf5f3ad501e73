"use client";

import { useMemo } from "react";
import { drawnTables } from "../../modules/lay-out.ts";
import TablesGraph from "../../modules/tables-graph.tsx";
import { useEditor } from "../store/editor-context.tsx";

/** The tables and the keys between them. */
export default function CanvasView() {
  const { document } = useEditor();
  return <TablesGraph tables={useMemo(() => drawnTables(document), [document])} />;
}
