"use client";

import { IconPlus, IconWand } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import {
  type Introspection,
  type ModuleProposal,
  parseModuleReference,
  type ReadableSource,
  type SourceTable,
  slugSchema,
} from "#lib/contracts";
import type { Json } from "#lib/drafting";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { ProposedTables } from "../proposals/proposed-tables.tsx";
import { readableLabel } from "../proposals/readable-label.ts";
import { TablePicker, tableKey } from "../proposals/table-picker.tsx";
import { type LookAction, useLooks } from "../proposals/use-looks.ts";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Progress } from "../ui/progress.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";

export interface FromSourceProps {
  readonly sources: readonly ReadableSource[];
  readonly introspect: Action<{ name: string }, Introspection>;
  readonly look: LookAction;
  readonly propose: Action<
    {
      source: string;
      name: string;
      title?: string;
      tables: {
        schema?: string;
        name: string;
        rows?: number;
        columns?: ModuleProposal["tables"][number]["columns"];
      }[];
    },
    ModuleProposal
  >;
  readonly create: Action<{ document: Json }, { name: string }>;
}

/** As many as the proposing operation takes. */
const mostTables = 500;

/** Source, tables, name; then what was found of every column, to be changed before the module is made. */
export default function ModuleFromSource({ sources, introspect, look, propose, create }: FromSourceProps) {
  const t = useTranslations("proposals");
  const router = useRouter();
  const [source, setSource] = useQueryState("source", parseAsString);
  const [chosen, setChosen] = useState<readonly SourceTable[]>([]);
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const looks = useLooks(look);
  const creating = useAction(create, {
    quiet: true,
    done: (made) => router.push(`/modules/${made.name}/edit`),
  });
  const proposing = useAction(propose, {
    quiet: true,
    done: ({ document }) => creating.run({ document }),
  });
  const isNamed = slugSchema.safeParse(name).success && name.length <= 63;
  const error = proposing.error ?? creating.error;
  const submit = () =>
    proposing.run({
      source: source ?? "",
      name,
      ...(title.trim() === "" ? {} : { title: title.trim() }),
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
  if (sources.length === 0) return <EmptyState title={t("noSources")} text={t("noSourcesText")} />;
  return (
    <>
      <p style={{ margin: "0 0 12px", color: "var(--ink-2)" }}>{t("lead")}</p>
      <div style={{ maxWidth: 360 }}>
        <SelectField
          label={t("source")}
          isOptional={source === null}
          value={source ?? ""}
          onChange={(value) => {
            setSource(value === "" ? null : value);
            setChosen([]);
            looks.clear();
          }}
          data={sources.map((one) => ({ value: one.ref, label: readableLabel(t, one) }))}
        />
      </div>
      {source ? (
        <TablePicker
          key={source}
          source={source}
          introspect={introspect}
          chosen={chosen}
          choose={(tables) => {
            setChosen(tables);
            if (name === "" && !parseModuleReference(source)) setName(source);
          }}
        />
      ) : null}
      {chosen.length > 0 ? (
        <>
          <div style={{ display: "flex", flexWrap: "wrap", gap: 16, marginTop: 16, maxWidth: 640 }}>
            <TextField
              label={t("name")}
              description={t("nameHelp")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={name === "" || isNamed ? undefined : t("nameWrong")}
            />
            <TextField
              label={t("moduleTitle")}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          </div>
          {chosen.length > mostTables ? (
            <Notice tone="warn" title={t("mostTables", { count: mostTables })} />
          ) : null}
          <div style={{ display: "flex", flexWrap: "wrap", gap: 8, alignItems: "center", marginTop: 16 }}>
            {looks.running ? (
              <Button variant="default" onClick={looks.stop}>
                {t("cancel")}
              </Button>
            ) : (
              <Button
                variant={looks.isDone(chosen) ? "default" : "filled"}
                leftSection={<IconWand size={15} />}
                disabled={chosen.length > mostTables}
                onClick={() => looks.run(source ?? "", chosen)}
              >
                {looks.isDone(chosen) ? t("again") : looks.isBegun ? t("goOn") : t("propose")}
              </Button>
            )}
            {looks.isDone(chosen) && !looks.running ? (
              <Button
                leftSection={<IconPlus size={15} />}
                disabled={!isNamed}
                loading={proposing.isBusy || creating.isBusy}
                onClick={submit}
              >
                {t("create")}
              </Button>
            ) : null}
          </div>
          {looks.running ? (
            <div style={{ maxWidth: 420, marginTop: 8 }} aria-live="polite">
              <p style={{ margin: "0 0 4px" }}>{t("looking", looks.running)}</p>
              <Progress value={(100 * looks.running.done) / looks.running.total} label={t("proposal")} />
            </div>
          ) : null}
          {error ? (
            <div style={{ marginTop: 12 }}>
              <ErrorState error={error} />
            </div>
          ) : null}
          <ProposedTables
            tables={chosen.filter((table) => looks.stateOf(table) !== undefined)}
            keyOf={tableKey}
            looks={looks}
            again={(table) => looks.run(source ?? "", [table], true)}
          />
        </>
      ) : null}
    </>
  );
}
