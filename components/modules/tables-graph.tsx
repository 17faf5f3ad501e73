"use client";

import "reactflow/dist/style.css";
import { useComputedColorScheme } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Background, Controls, Handle, type Node, type NodeProps, Position, ReactFlow } from "reactflow";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { type DrawnTable, layOut } from "./lay-out.ts";
import classes from "./tables-graph.module.css";

type TableNode = Node<{ table: DrawnTable }, "table">;

const nodeTypes = { table: TableBox };

/** The module's tables and the keys between them, as a picture: read-only, laid out by dependency. */
export default function TablesGraph({ tables }: { tables: readonly DrawnTable[] }) {
  const t = useTranslations("modules");
  const scheme = useComputedColorScheme("light");
  const { nodes, edges } = useMemo(() => {
    const places = layOut(tables);
    const nodes: TableNode[] = tables.map((table) => ({
      id: table.name,
      type: "table",
      position: places.get(table.name) ?? { x: 0, y: 0 },
      data: { table },
      ariaLabel: table.name,
    }));
    const edges = tables.flatMap((table) =>
      table.references
        .filter((one) => tables.some((other) => other.name === one.table))
        .map((one) => ({
          id: `${table.name}.${one.columns.join("+")}`,
          source: one.table,
          target: table.name,
          label: one.columns.join(", "),
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
  const t = useTranslations("modules");
  const { table } = data;
  return (
    <div className={`${classes.box} ${table.isPublished ? "" : classes.hidden}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className={classes.name}>
        {table.name}
        {table.isPublished ? null : <span className={classes.note}>{t("notPublished")}</span>}
      </div>
      <ul className={classes.columns}>
        {table.columns.slice(0, 8).map((column) => (
          <li key={column.name}>
            <span className={table.primaryKey.includes(column.name) ? classes.key : undefined}>
              {column.name}
            </span>
            {column.privacyClass && column.privacyClass !== "insensitive" ? (
              <PrivacyClassTag value={column.privacyClass} />
            ) : null}
          </li>
        ))}
        {table.columns.length > 8 ? (
          <li className={classes.more}>{t("moreColumns", { count: table.columns.length - 8 })}</li>
        ) : null}
      </ul>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
