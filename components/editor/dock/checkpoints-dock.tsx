"use client";

import { IconBookmark } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnvironment } from "../../environments/use-environment.ts";
import { TextField } from "../../fields/text-field.tsx";
import { moduleHref } from "../../modules/module-href.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Link } from "../../ui/link.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Ago } from "../../ui/time.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useLoaded } from "../../ui/use-loaded.ts";
import { useEditor } from "../store/editor-context.tsx";
import { jsonOf } from "../store/json-of.ts";
import classes from "./dock.module.css";

/** States of the draft that were given a name, to go back to; revisions are on the module's page. */
export function CheckpointsDock() {
  const t = useTranslations("editor.checkpoints");
  const editor = useEditor();
  const { name: module, actions, flush, mayEdit } = editor;
  const [environment] = useEnvironment();
  const [name, setName] = useState("");
  const [round, setRound] = useState(0);
  const saving = useAction(actions.saveCheckpoint, {
    success: t("saved"),
    done: () => {
      setName("");
      setRound(round + 1);
    },
  });
  const restoring = useAction(actions.getCheckpoint, {
    success: t("restored"),
    done: (checkpoint) =>
      editor.edit({
        label: { en: `Back to ${checkpoint.name}`, ru: `Вернуться к ${checkpoint.name}` },
        apply: () => jsonOf(checkpoint.document),
      }),
  });
  const list = useLoaded(`${module} ${round}`, () => actions.listCheckpoints({ module }));
  const save = async () => {
    if (!(await flush())) return;
    saving.run({ module, etag: editor.latestEtag(), name: name.trim() });
  };
  return (
    <>
      {mayEdit ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField
            id="checkpoint-name"
            aria-label={t("name")}
            placeholder={t("namePlaceholder")}
            maxLength={120}
            value={name}
            picture={<IconBookmark size={15} />}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={name.trim() === ""} loading={saving.isBusy}>
            {t("save")}
          </Button>
          <Link href={moduleHref(module, environment, "history")}>{t("revisions")}</Link>
        </form>
      ) : null}
      {list.state === "pending" ? <Skeleton height={60} /> : null}
      {list.state === "failed" ? <ErrorState error={list.error} /> : null}
      {list.state === "done" && list.value.length === 0 ? <p className={classes.hint}>{t("none")}</p> : null}
      {list.state === "done" ? (
        <ul className={classes.list}>
          {list.value.map((one) => (
            <li key={one.id} className={classes.line}>
              <span className={classes.text}>{one.name}</span>
              <span className={classes.place}>
                {t("size", { tables: one.tables, columns: one.columns })} · {one.createdBy.name} ·{" "}
                <Ago at={one.createdAt} />
              </span>
              {mayEdit ? (
                <Button
                  variant="subtle"
                  size="compact"
                  aria-label={t("restoreNamed", { name: one.name })}
                  onClick={() => restoring.run({ module, checkpoint: one.id })}
                >
                  {t("restore")}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
