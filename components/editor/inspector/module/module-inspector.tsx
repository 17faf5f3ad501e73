"use client";

import { useLocale, useTranslations } from "next-intl";
import { isObject, type Json } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { policyProfiles } from "#lib/metadata";
import { findStoreDefinition } from "#lib/stores";
import { SurroundingsProvider } from "../../rules/surroundings.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import { HierarchiesSection } from "../hierarchies/hierarchies-section.tsx";
import { PathFields } from "../path-field.tsx";
import { ProblemsHere } from "../problems-here.tsx";
import { Section } from "../section.tsx";
import { useProblems, useTableSurroundings } from "../use-inspected.ts";
import { useStores } from "../use-places.ts";
import { PackagesSection } from "./packages-section.tsx";
import { ParametersSection } from "./parameters-section.tsx";
import { SourcesSection } from "./sources-section.tsx";
import { UploadScript } from "./upload-script.tsx";

/** Holds for every module, chosen or not. */
const standardProfile = "default";

const personOf = (person: Json | undefined): string =>
  isObject(person) && typeof person.table === "string" ? person.table : "";

/** The module as a whole. */
export default function ModuleInspector() {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { draft } = useEditor();
  const { field } = useDocumentFields();
  const around = useTableSurroundings(undefined);
  const stores = useStores();
  const { problems, count } = useProblems([], ({ path }) => path[0] === "tables" || path[0] === "patterns");
  const where = draft.name;
  const storeNames = [...new Set([...stores.map(({ name }) => name), ...draft.stores])];
  const withoutCleanUp = stores.flatMap(({ name, kind }) =>
    findStoreDefinition(kind)?.takesCleanUp === false ? [name] : [],
  );
  return (
    <SurroundingsProvider value={around}>
      <ProblemsHere problems={problems} />
      <Section id="module" title={t("section.module")} problems={count("module")}>
        <PathFields
          at={[]}
          where={where}
          fields={[
            field("title", "text"),
            field("description", "lines"),
            field("license", "text", { help: t("licenseHelp") }),
            field("keywords", "texts"),
          ]}
        />
      </Section>
      <SourcesSection problems={count("sources")} />
      <ParametersSection problems={count("parameters")} />
      <Section
        id="person"
        title={t("section.person")}
        stages={["protect"]}
        problems={count("person")}
        aside={personOf(draft.json.person)}
      >
        <PathFields
          at={["person"]}
          keep={0}
          where={where}
          fields={[field("table", "name", { meta: { names: "table" }, help: t("personHelp") })]}
        />
      </Section>
      <Section id="policy" title={t("section.policy")} problems={count("policy")}>
        <PathFields
          at={["policy"]}
          keep={0}
          where={where}
          fields={[
            field("profiles", "choices", {
              options: policyProfiles
                .filter(({ id }) => id !== standardProfile)
                .map(({ id, title }) => ({ value: id, label: title[locale] })),
            }),
          ]}
        />
      </Section>
      <HierarchiesSection problems={count("hierarchies")} />
      <PackagesSection problems={count("packages")} />
      <Section
        id="upload"
        title={t("section.upload")}
        stages={["upload"]}
        problems={count("upload")}
        aside={draft.stores.join(", ")}
      >
        <PathFields
          at={["upload"]}
          keep={0}
          where={where}
          fields={[
            field("stores", "choices", {
              options: storeNames.map((name) => ({ value: name, label: name })),
            }),
          ]}
        />
        <UploadScript stores={storeNames} withoutCleanUp={withoutCleanUp} />
      </Section>
    </SurroundingsProvider>
  );
}
