"use client";

import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { parameterTypeIds } from "#lib/contracts";
import { insert, set } from "#lib/drafting";
import { Button } from "../../../ui/button.tsx";
import { HelpLink } from "../../../ui/help-link.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { draftedParameters } from "../../frame/drafted-parameters.ts";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { Section } from "../section.tsx";

/** A name that no parameter has yet. */
function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? "day" : `parameter_${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** What a run takes from whoever starts it. */
export function ParametersSection({ problems }: { problems: number }) {
  const t = useTranslations("editor.inspect");
  const { document, draft, edit, mayEdit } = useEditor();
  const { field } = useDocumentFields();
  // As many as the draft has, half-finished ones too: each is edited at its own place.
  const given = draft.json.parameters;
  const count = Array.isArray(given) ? given.length : 0;
  const names = draftedParameters(document).map(({ name }) => name);
  return (
    <Section
      id="parameters"
      title={t("section.parameters")}
      stages={["extract", "transform"]}
      problems={problems}
      aside={names.join(", ")}
    >
      <p style={{ margin: 0, color: "var(--ink-2)", fontSize: 13 }}>
        {t("parametersText")} <HelpLink article="schedules" />
      </p>
      {Array.from({ length: count }, (_, index) => {
        const own = Array.isArray(given) ? given[index] : undefined;
        const isObject = typeof own === "object" && own !== null && !Array.isArray(own);
        const name = isObject && typeof own.name === "string" ? own.name : "";
        const isChoice = isObject && own.datatype === "choice";
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a parameter is its place while its name is typed
          <div key={index} className={classes.card} data-path={`parameters/${index}`}>
            <div className={classes.cardHead}>
              <strong>{name || "–"}</strong>
              {mayEdit ? (
                <IconButton
                  label={t("removeParameter", { name })}
                  size={26}
                  onClick={() => {
                    const label = `${t("remove")}: ${name}`;
                    edit(set(["parameters", index], undefined, { en: label, ru: label }));
                  }}
                >
                  <IconTrash size={14} />
                </IconButton>
              ) : null}
            </div>
            <PathFields
              at={["parameters", index]}
              where={name}
              fields={[
                field("name", "text", { help: t("parameterNameHelp") }),
                field("datatype", "choice", {
                  options: parameterTypeIds.map((value) => ({ value, label: t(`parameterType.${value}`) })),
                  help: undefined,
                }),
                field("title", "text"),
                ...(isChoice ? [field("choices", "texts")] : []),
                field("default", "text", { label: t("parameterDefault"), help: t("parameterDefaultHelp") }),
                field("required", "boolean"),
              ]}
            />
          </div>
        );
      })}
      {mayEdit ? (
        <Button
          variant="default"
          size="compact"
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            const name = freeName(names);
            const label = `${t("section.parameters")}: ${name}`;
            edit(
              insert(
                ["parameters"],
                { name, datatype: "date", default: "yesterday" },
                { en: label, ru: label },
              ),
            );
          }}
        >
          {t("addParameter")}
        </Button>
      ) : null}
    </Section>
  );
}
