"use client";

import { IconArrowRight, IconPencil, IconPlus, IconStackPush, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { SelectField } from "../../../fields/select-field.tsx";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import classes from "./hierarchies.module.css";
import { findNode, type TreeNode } from "./hierarchy-tree.ts";
import { LabelTree } from "./label-tree.tsx";
import {
  addLevel,
  addValue,
  labelsAt,
  moveToNew,
  moveUnder,
  type Place,
  type Row,
  removeLevel,
  removePlace,
  renameLabel,
} from "./value-rows.ts";

type Task = "rename" | "move" | "add";

/** Listed values as a tree that is changed: rename a class, move a value or class to another, add and take out values and levels. */
export function RowsEditor({
  rows,
  write,
  counts,
}: {
  rows: readonly Row[];
  /** Absent where nothing may be changed. */
  write: ((rows: readonly Row[]) => void) | undefined;
  counts: ReadonlyMap<string, number>;
}) {
  const t = useTranslations("editor.inspect");
  const [node, select] = useState<TreeNode>();
  const [task, setTask] = useState<Task>();
  const values = useMemo(
    () => rows.map((labels) => ({ labels, rows: counts.get(labels[0] ?? "") })),
    [rows, counts],
  );
  const height = (rows[0]?.length ?? 1) - 1;
  const isTop = node?.level === height;
  const frame = useRef<HTMLDivElement>(null);
  /** Once the tree is drawn anew, the keys are its again. */
  const backToTree = () =>
    requestAnimationFrame(() => {
      const line = (which: string) => frame.current?.querySelector<HTMLElement>(`[role=treeitem][${which}]`);
      (line('aria-selected="true"') ?? line('tabindex="0"'))?.focus();
    });
  const end = () => {
    setTask(undefined);
    backToTree();
  };
  const removeAt = (place: Place) => {
    write?.(removePlace(rows, place));
    select(undefined);
    backToTree();
  };
  const onKey = (event: KeyboardEvent, at: TreeNode): boolean => {
    if (!write) return false;
    const wanted = ({ F2: "rename", KeyM: "move", Insert: "add" } as const)[event.code];
    if (event.code === "Delete") {
      removeAt(at);
      return true;
    }
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return false;
    select(at);
    setTask(wanted);
    return true;
  };
  return (
    <div ref={frame} className={classes.form}>
      {write ? (
        <div className={classes.tools} role="toolbar" aria-label={t("treeTools")}>
          <Button
            variant="default"
            size="compact"
            leftSection={<IconPencil size={14} />}
            disabled={!node}
            onClick={() => setTask("rename")}
          >
            {t("renameNode")}
          </Button>
          <Button
            variant="default"
            size="compact"
            leftSection={<IconArrowRight size={14} />}
            disabled={!node || isTop}
            onClick={() => setTask("move")}
          >
            {t("moveNode")}
          </Button>
          <Button
            variant="default"
            size="compact"
            leftSection={<IconPlus size={14} />}
            onClick={() => setTask("add")}
          >
            {t("addValue")}
          </Button>
          <Button
            variant="subtle"
            color="red"
            size="compact"
            leftSection={<IconTrash size={14} />}
            disabled={!node}
            onClick={() => {
              if (node) removeAt(node);
            }}
          >
            {t("remove")}
          </Button>
          <Button
            variant="default"
            size="compact"
            leftSection={<IconStackPush size={14} />}
            onClick={() => write(addLevel(rows))}
          >
            {t("addLevel")}
          </Button>
          <Button
            variant="subtle"
            size="compact"
            disabled={!node || node.level === 0 || height < 2}
            onClick={() => {
              if (node) write(removeLevel(rows, node.level));
              select(undefined);
            }}
          >
            {t("removeLevel", { level: node?.level ?? 0 })}
          </Button>
        </div>
      ) : null}
      {write && task && (node || task === "add") ? (
        <TaskForm
          key={`${task} ${node?.id ?? ""}`}
          task={task}
          node={node}
          rows={rows}
          close={end}
          write={(next, changed) => {
            write(next);
            select(findNode(next, changed));
            end();
          }}
        />
      ) : null}
      <LabelTree values={values} selected={node?.id} select={select} onKey={onKey} />
      {write ? <p className={classes.hint}>{t("treeKeys")}</p> : null}
    </div>
  );
}

function TaskForm({
  task,
  node,
  rows,
  close,
  write,
}: {
  task: Task;
  node: TreeNode | undefined;
  rows: readonly Row[];
  close: () => void;
  /** Takes the rows, and says what was changed in them. */
  write: (rows: readonly Row[], changed: Place) => void;
}) {
  const t = useTranslations("editor.inspect");
  const common = useTranslations("common");
  const [text, setText] = useState(task === "rename" ? (node?.label ?? "") : "");
  const [target, setTarget] = useState("");
  const parents = node ? labelsAt(rows, node.level + 1) : [];
  const submit = () => {
    if (task === "add") write(addValue(rows, text, node), { level: 0, label: text });
    else if (node && task === "rename") write(renameLabel(rows, node, text), { ...node, label: text });
    else if (node && target !== "") write(moveUnder(rows, node, target), node);
    else if (node && text !== "") write(moveToNew(rows, node, text), node);
  };
  return (
    <form
      className={classes.task}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {task === "move" ? (
        <SelectField
          label={t("moveInto", { label: node?.label ?? "" })}
          data={parents.map((label) => ({ value: label, label }))}
          value={target}
          isOptional
          onChange={setTarget}
        />
      ) : null}
      {task === "move" && target !== "" ? null : (
        <TextField
          label={
            task === "rename"
              ? t("newLabel", { label: node?.label ?? "" })
              : task === "move"
                ? t("newGroup")
                : t("newValue")
          }
          value={text}
          autoComplete="off"
          maxLength={200}
          autoFocus={task !== "move"}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div className={classes.tools}>
        <Button type="submit" size="compact" disabled={text === "" && target === ""}>
          {t("takeOver")}
        </Button>
        <Button variant="default" size="compact" onClick={close}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
