"use client";

import { useTranslations } from "next-intl";
import { type JsonObject, type Path, put } from "#lib/drafting";
import type { RuleKind } from "#lib/metadata";
import { SelectField } from "../../fields/select-field.tsx";
import { policiesFor, standardPolicy } from "../rules/rule-kinds.ts";
import { useEditor } from "../store/editor-context.tsx";
import { useDocumentFields } from "./document-fields.ts";
import { PathFields } from "./path-field.tsx";
import { useErrorAt } from "./use-inspected.ts";

/** What a check does about a violation, and the constant where it puts one. */
export function ViolationFields({
  kind,
  step,
  path,
  where,
}: {
  kind: RuleKind;
  step: JsonObject;
  path: Path;
  where: string;
}) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const { field, choices } = useDocumentFields();
  const errorAt = useErrorAt();
  const rule = String(step.rule ?? "");
  const chosen = typeof step.onViolation === "string" ? step.onViolation : standardPolicy(kind);
  const label = `${t("key.onViolation")}: ${rule}, ${where}`;
  return (
    <>
      <div data-path={[...path, "onViolation"].join("/")}>
        <SelectField
          label={t("key.onViolation")}
          error={errorAt([...path, "onViolation"])}
          data={choices([...new Set([...policiesFor(kind, rule), chosen])])}
          value={chosen}
          disabled={!mayEdit}
          onChange={(policy) =>
            edit(
              put(
                [...path, "onViolation"],
                policy === standardPolicy(kind) ? undefined : policy,
                { en: label, ru: label },
                { keep: path.length },
              ),
            )
          }
        />
      </div>
      {chosen === "default" ? (
        <PathFields
          at={path}
          where={where}
          fields={[field("default", "scalar", { also: ["number", "boolean"], mayBeEmpty: true })]}
        />
      ) : null}
    </>
  );
}
