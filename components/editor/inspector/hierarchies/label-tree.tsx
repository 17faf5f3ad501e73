"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Tree } from "../../../ui/tree.tsx";
import classes from "./hierarchies.module.css";
import { hierarchyTree, type LabelledValue, nodesInSight, type TreeNode } from "./hierarchy-tree.ts";

/** Lines that are drawn at once; closing some shows others. */
const mostLines = 600;
/** Trees of up to so many values begin wholly open. */
const openUpTo = 60;

/** Values under their labels, level by level; counts of values and, where a sample knows them, of rows. */
export function LabelTree({
  values,
  selected,
  select,
  onKey,
}: {
  values: readonly LabelledValue[];
  selected: string | undefined;
  select: (node: TreeNode) => void;
  onKey?: (event: KeyboardEvent, node: TreeNode) => boolean;
}) {
  const t = useTranslations("editor.inspect");
  const roots = useMemo(() => hierarchyTree(values), [values]);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOpen = (node: TreeNode) =>
    toggled.get(node.id) ?? (values.length <= openUpTo || node.level === (values[0]?.labels.length ?? 0) - 1);
  const all = nodesInSight(roots, (node) => node.level > 0 && isOpen(node));
  const nodes = all.slice(0, mostLines);
  const height = (values[0]?.labels.length ?? 1) - 1;
  const nodeOf = (id: string) => nodes.find((node) => node.id === id);
  return (
    <>
      <div className={classes.tree}>
        <Tree
          label={t("treeLabel", { levels: height + 1 })}
          lines={nodes.map((node) => ({
            id: node.id,
            text: node.label === "" ? t("emptyText") : node.label,
            level: height - node.level + 1,
            isOpen: node.level > 0 ? isOpen(node) : undefined,
            isSelected: node.id === selected,
            picture: <span className={classes.level}>{node.level}</span>,
            aside: (
              <span className={classes.count}>
                {node.level > 0 ? t("valueCount", { count: node.values }) : null}
                {node.rows === undefined ? null : ` · ${t("rowCount", { count: node.rows })}`}
              </span>
            ),
          }))}
          choose={(id) => {
            const node = nodeOf(id);
            if (node) select(node);
          }}
          setOpen={(id, open) => setToggled(new Map(toggled).set(id, open))}
          onKey={(event, id) => {
            const node = nodeOf(id);
            return node && onKey ? onKey(event, node) : false;
          }}
        />
      </div>
      {all.length > mostLines ? (
        <p className={classes.hint}>{t("moreItems", { count: all.length - mostLines })}</p>
      ) : null}
    </>
  );
}
