"use client";

import { IconArrowRight, IconPencil, IconPlus, IconStackPush, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useMemo, useState } from "react";
import { SelectField } from "../../../fields/select-field.tsx";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import classes from "./hierarchies.module.css";
import type { TreeNode } from "./hierarchy-tree.ts";
import { LabelTree } from "./label-tree.tsx";
import {
  addLevel,
  addValue,
  labelsAt,
  moveToNew,
  moveUnder,
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
  const remove = () => {
    if (node && write) write(removePlace(rows, node));
    select(undefined);
  };
  const onKey = (event: KeyboardEvent, at: TreeNode): boolean => {
    if (!write) return false;
    const wanted = ({ F2: "rename", KeyM: "move", Insert: "add" } as const)[event.code];
    if (event.code === "Delete") {
      write(removePlace(rows, at));
      return true;
    }
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return false;
    select(at);
    setTask(wanted);
    return true;
  };
  return (
    <div className={classes.form}>
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
            onClick={remove}
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
          close={() => setTask(undefined)}
          write={(next) => {
            write(next);
            setTask(undefined);
            select(undefined);
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
  write: (rows: readonly Row[]) => void;
}) {
  const t = useTranslations("editor.inspect");
  const common = useTranslations("common");
  const [text, setText] = useState(task === "rename" ? (node?.label ?? "") : "");
  const [target, setTarget] = useState("");
  const parents = node ? labelsAt(rows, node.level + 1) : [];
  const submit = () => {
    if (task === "add") write(addValue(rows, text, node));
    else if (node && task === "rename") write(renameLabel(rows, node, text));
    else if (node && target !== "") write(moveUnder(rows, node, target));
    else if (node && text !== "") write(moveToNew(rows, node, text));
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
