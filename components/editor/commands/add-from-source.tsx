"use client";

import { IconPlus, IconWand } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { SourceTable } from "#lib/contracts";
import { addForeignKey, addProposed, all } from "#lib/drafting";
import { SelectField } from "../../fields/select-field.tsx";
import { ProposedTables } from "../../proposals/proposed-tables.tsx";
import { readableLabel } from "../../proposals/readable-label.ts";
import { TablePicker, tableKey } from "../../proposals/table-picker.tsx";
import { useLooks } from "../../proposals/use-looks.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { notify } from "../../ui/notices.ts";
import { Progress } from "../../ui/progress.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/state.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useLoaded } from "../../ui/use-loaded.ts";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./commands.module.css";
import { linksToExisting, notYetIn } from "./existing-links.ts";

/** Which tables, then what a look at their rows proposes, to be changed before they are taken over. */
export function AddFromSource({ close }: { close: () => void }) {
  const t = useTranslations("editor.canvas");
  const words = useTranslations("proposals");
  const { draft, edit, name, actions } = useEditor();
  const { select } = useSelection();
  const offered = useLoaded("sources", () => actions.listReadableSources({}));
  const [asked, setAsked] = useState<string>();
  const [chosen, setChosen] = useState<readonly SourceTable[]>([]);
  /** Tables of the source that are here already, and so are not offered. */
  const [{ present, left }, setPresent] = useState({ present: 0, left: 0 });
  const looks = useLooks(actions.proposeColumns);
  const sources = offered.state === "done" ? offered.value : [];
  // The source that the module reads already is the likely one.
  const own = sources.find((one) => draft.sources.some(({ ref }) => ref === one.ref)) ?? sources[0];
  const source = asked ?? own?.ref ?? "";
  const proposing = useAction(actions.proposeModule, {
    quiet: true,
    done: ({ document, tables, leftOut }) => {
      const added = addProposed(document, source);
      // Declared in the source, to tables that are here already.
      const present = chosen.filter((table) => tables.some((one) => one.name === table.name));
      const links = linksToExisting(draft, present, source).filter(
        (link) => !draft.tables.some((table) => table.name === link.table),
      );
      edit(all([added, ...links.map((link) => addForeignKey(link))], added.label));
      const [first] = tables;
      if (first) select({ table: first.name });
      notify(t("added", { count: tables.length }), "good");
      if (leftOut.length > 0)
        notify(t("leftOut", { names: leftOut.map((one) => one.name).join(", ") }), "bad");
      close();
    },
  });
  const introspect: typeof actions.introspectSource = async (input) => {
    const answer = await actions.introspectSource(input);
    if (!answer.ok) return answer;
    const tables = notYetIn(draft, answer.value.tables, input.name);
    setPresent({ present: answer.value.tables.length - tables.length, left: tables.length });
    return { ...answer, value: { ...answer.value, tables } };
  };
  const add = () =>
    proposing.run({
      source,
      name,
      tables: chosen.map((table) => {
        const { schema, name: tableName } = table;
        const found = looks.of(table);
        return {
          ...(schema === undefined ? {} : { schema }),
          name: tableName,
          rows: found?.rows ?? 0,
          columns: found ? [...found.columns] : [],
        };
      }),
    });
  if (offered.state === "pending") return <Skeleton height={240} />;
  if (offered.state === "failed") return <ErrorState error={offered.error} />;
  if (sources.length === 0) return <EmptyState title={words("noSources")} text={words("noSourcesText")} />;
  const isDone = looks.isDone(chosen);
  return (
    <>
      <div style={{ maxWidth: 360 }}>
        <SelectField
          label={words("source")}
          value={source}
          onChange={(value) => {
            setAsked(value);
            setChosen([]);
            looks.clear();
          }}
          data={sources.map((one) => ({ value: one.ref, label: readableLabel(words, one) }))}
        />
      </div>
      <TablePicker
        key={source}
        source={source}
        introspect={introspect}
        chosen={chosen}
        choose={setChosen}
        {...(present > 0
          ? { whyNone: <EmptyState title={t("allPresent")} text={t("allPresentText", { count: present })} /> }
          : {})}
      />
      {present > 0 && left > 0 ? <p className={classes.hint}>{t("present", { count: present })}</p> : null}
      <div className={classes.row} style={{ marginTop: 12 }}>
        {looks.running ? (
          <Button variant="default" onClick={looks.stop}>
            {words("cancel")}
          </Button>
        ) : (
          <Button
            variant={isDone ? "default" : "filled"}
            leftSection={<IconWand size={15} />}
            disabled={chosen.length === 0}
            onClick={() => looks.run(source, chosen)}
          >
            {isDone ? words("again") : t("look")}
          </Button>
        )}
        {isDone && !looks.running ? (
          <Button leftSection={<IconPlus size={15} />} loading={proposing.isBusy} onClick={add}>
            {t("addCount", { count: chosen.length })}
          </Button>
        ) : null}
        <span className={classes.hint}>{t("lookHint")}</span>
      </div>
      {looks.running ? (
        <div style={{ maxWidth: 420, marginTop: 8 }} aria-live="polite">
          <p style={{ margin: "0 0 4px" }}>{words("looking", looks.running)}</p>
          <Progress value={(100 * looks.running.done) / looks.running.total} label={words("proposal")} />
        </div>
      ) : null}
      {proposing.error ? <ErrorState error={proposing.error} /> : null}
      <ProposedTables
        tables={chosen.filter((table) => looks.stateOf(table) !== undefined)}
        keyOf={tableKey}
        looks={looks}
        again={(table) => looks.run(source, [table], true)}
      />
    </>
  );
}
