"use client";

import { IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { parseModuleReference } from "#lib/contracts";
import { insert, put, set } from "#lib/drafting";
import { SelectField } from "../../../fields/select-field.tsx";
import { readableLabel } from "../../../proposals/readable-label.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { Section } from "../section.tsx";
import { useErrorAt } from "../use-inspected.ts";
import { useReadableSources } from "../use-places.ts";

/** A name that no source of the draft has yet. */
function freeName(taken: readonly string[], wanted: string): string {
  for (let number = 2; ; number++) {
    const name = number === 2 && !taken.includes(wanted) ? wanted : `${wanted}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** What the module reads: a name of its own for each source of the workspace, and the zone of its naive timestamps. */
export function SourcesSection({ problems }: { problems: number }) {
  const t = useTranslations("editor.inspect");
  const { draft, edit, mayEdit } = useEditor();
  const { field } = useDocumentFields();
  const places = useReadableSources();
  const words = useTranslations("proposals");
  const errorAt = useErrorAt();
  const names = draft.sources.map(({ name }) => name);
  const used = (name: string) => draft.tables.filter(({ source }) => source === name).length;
  const options = [...new Set([...places.map(({ ref }) => ref), ...draft.sources.map(({ ref }) => ref)])]
    .filter((name) => name !== "")
    .map((ref) => ({
      value: ref,
      label: readableLabel(words, places.find((one) => one.ref === ref) ?? { ref, title: ref }),
    }));
  const add = (ref: string) => {
    const label = `${t("section.sources")}: ${ref}`;
    edit(
      insert(
        ["sources"],
        { name: freeName(names, parseModuleReference(ref)?.module ?? ref), ref },
        { en: label, ru: label },
      ),
    );
  };
  return (
    <Section
      id="sources"
      title={t("section.sources")}
      stages={["extract"]}
      problems={problems}
      aside={names.join(", ")}
    >
      {draft.sources.map((source, index) => (
        <div key={source.name} className={classes.card} data-path={`sources/${index}`}>
          <div className={classes.cardHead}>
            <strong>{source.name}</strong>
            {mayEdit ? (
              <IconButton
                label={t("removeSource", { name: source.name })}
                size={26}
                disabled={used(source.name) > 0}
                title={used(source.name) > 0 ? t("sourceUsed", { count: used(source.name) }) : undefined}
                onClick={() => {
                  const label = `${t("remove")}: ${source.name}`;
                  edit(set(["sources", index], undefined, { en: label, ru: label }));
                }}
              >
                <IconTrash size={14} />
              </IconButton>
            ) : null}
          </div>
          <SelectField
            label={t("key.ref")}
            error={errorAt(["sources", index, "ref"])}
            data={options}
            value={source.ref}
            disabled={!mayEdit}
            onChange={(ref) => {
              const label = `${t("key.ref")}: ${source.name}`;
              edit(put(["sources", index, "ref"], ref || undefined, { en: label, ru: label }, { keep: 2 }));
            }}
          />
          <PathFields at={["sources", index]} where={source.name} fields={[field("timeZone", "text")]} />
        </div>
      ))}
      {mayEdit ? (
        <SelectField
          label={t("addSource")}
          data={options.filter(({ value }) => !draft.sources.some(({ ref }) => ref === value))}
          value=""
          onChange={(ref) => (ref ? add(ref) : undefined)}
        />
      ) : null}
    </Section>
  );
}
