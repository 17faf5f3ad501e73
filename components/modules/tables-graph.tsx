"use client";

import "reactflow/dist/style.css";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from "reactflow";
import { useScheme } from "../theme/color-scheme.ts";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { boxWidth, type DrawnTable, layOut, type Point, shownColumns } from "./lay-out.ts";
import classes from "./tables-graph.module.css";

type TableNode = Node<{ table: DrawnTable }, "table">;
type KeyEdge = Edge<{ lanes: readonly Point[] }, "key">;

const nodeTypes = { table: TableBox };
const edgeTypes = { key: KeyLine };
/** Where lines leave and enter: the row of the title, or of the referring column. */
const titleHandle = "title";

/** The module's tables and the keys between them, as a picture: read-only, laid out by dependency. */
export default function TablesGraph({ tables }: { tables: readonly DrawnTable[] }) {
  const t = useTranslations("modules");
  const scheme = useScheme();
  const { nodes, edges } = useMemo(() => {
    const { places, lanes } = layOut(tables);
    const nodes: TableNode[] = tables.map((table) => ({
      id: table.name,
      type: "table",
      position: places.get(table.name) ?? { x: 0, y: 0 },
      data: { table },
      ariaLabel: table.name,
    }));
    const edges: KeyEdge[] = tables.flatMap((table) =>
      table.references
        .filter((one) => one.table !== table.name && places.has(one.table))
        .map((one) => ({
          id: `${table.name}.${one.columns.join("+")}`,
          type: "key" as const,
          source: one.table,
          sourceHandle: titleHandle,
          target: table.name,
          targetHandle: shownOf(table).some((column) => column.name === one.columns[0])
            ? (one.columns[0] ?? titleHandle)
            : titleHandle,
          data: { lanes: lanes(one.table, table.name) },
          ariaLabel: `${table.name}.${one.columns.join(", ")} → ${one.table}`,
        })),
    );
    return { nodes, edges };
  }, [tables]);
  return (
    <div className={classes.frame}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={scheme}
        fitView
        nodesConnectable={false}
        nodesDraggable={false}
        deleteKeyCode={null}
        minZoom={0.2}
        proOptions={{ hideAttribution: true }}
        aria-label={t("graphLabel")}
      >
        <Background gap={20} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

/** Keys first: what joins tables is what the picture is for. */
const shownOf = (table: DrawnTable) => {
  const isKey = (name: string) =>
    table.primaryKey.includes(name) ? 0 : table.references.some((one) => one.columns.includes(name)) ? 1 : 2;
  return table.columns.toSorted((a, b) => isKey(a.name) - isKey(b.name)).slice(0, shownColumns);
};

function TableBox({ data }: NodeProps<TableNode>) {
  const t = useTranslations("modules");
  const { table } = data;
  const shown = shownOf(table);
  return (
    <div className={`${classes.box} ${table.isPublished ? "" : classes.hidden}`} style={{ width: boxWidth }}>
      <div className={classes.name}>
        <Handle id={titleHandle} type="target" position={Position.Left} isConnectable={false} />
        <span className={classes.text}>{table.name}</span>
        {table.isPublished ? null : <span className={classes.note}>{t("notPublished")}</span>}
        <Handle id={titleHandle} type="source" position={Position.Right} isConnectable={false} />
      </div>
      <ul className={classes.columns}>
        {shown.map((column) => (
          <li key={column.name}>
            {table.references.some((one) => one.columns[0] === column.name) ? (
              <Handle id={column.name} type="target" position={Position.Left} isConnectable={false} />
            ) : null}
            <span
              className={`${classes.text} ${table.primaryKey.includes(column.name) ? classes.key : ""}`}
              title={column.name}
            >
              {column.name}
            </span>
            {column.privacyClass && column.privacyClass !== "insensitive" ? (
              <PrivacyClassTag value={column.privacyClass} />
            ) : null}
          </li>
        ))}
        {table.columns.length > shown.length ? (
          <li className={classes.more}>{t("moreColumns", { count: table.columns.length - shown.length })}</li>
        ) : null}
      </ul>
    </div>
  );
}

/** A line from a parent to the column that refers to it, along the lanes kept free between tables. */
function KeyLine({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<KeyEdge>) {
  const stops = [
    { x: sourceX, y: sourceY },
    ...(data?.lanes ?? []).flatMap((lane) => [lane, { x: lane.x + boxWidth, y: lane.y }]),
    { x: targetX, y: targetY },
  ];
  const path = stops
    .map((stop, index) => {
      const before = stops[index - 1];
      if (before === undefined) return `M ${stop.x} ${stop.y}`;
      const middle = (before.x + stop.x) / 2;
      return `C ${middle} ${before.y} ${middle} ${stop.y} ${stop.x} ${stop.y}`;
    })
    .join(" ");
  return <BaseEdge path={path} />;
}
