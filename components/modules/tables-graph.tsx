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
  type Node,
  type NodeProps,
  ReactFlow,
} from "reactflow";
import { useScheme } from "../theme/color-scheme.ts";
import { type DrawnTable, layOut, type Point } from "./lay-out.ts";
import { linePath } from "./line-path.ts";
import { handleOf, RelationBox, titleHandle } from "./relation-box.tsx";
import classes from "./tables-graph.module.css";

type TableNode = Node<{ table: DrawnTable }, "table">;
type KeyEdge = Edge<{ lanes: readonly Point[] }, "key">;

const nodeTypes = { table: TableBox };
const edgeTypes = { key: KeyLine };

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
          targetHandle: handleOf(table, one.columns),
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

function TableBox({ data }: NodeProps<TableNode>) {
  return <RelationBox table={data.table} />;
}

/** A line from a parent to the column that refers to it, along the lanes kept free between tables. */
function KeyLine({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<KeyEdge>) {
  const path = linePath({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, data?.lanes ?? []);
  return <BaseEdge path={path} />;
}
