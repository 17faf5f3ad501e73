"use client";

import { IconPlugConnected } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { type PlaceTest, type PlaceView, slugPattern } from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import { FieldsForm, type FieldValues, initialValues } from "../fields/fields-form.tsx";
import { labelOf } from "../fields/label-of.ts";
import { OneField } from "../fields/one-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Page } from "../ui/page.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { useAction } from "../ui/use-action.ts";
import type { PlaceKind, PlaceRole } from "./kinds.ts";
import { TestResult } from "./test-result.tsx";

export interface PlaceDraft {
  name: string;
  title: string;
  kind: string;
  config: Record<string, unknown>;
}

/** A new source or store, or changes to one: the form is drawn from its kind's own schema. Test before saving. */
export function PlaceForm({
  of: role,
  kinds,
  place,
  save,
  test,
}: {
  of: PlaceRole;
  kinds: readonly PlaceKind[];
  /** The one that is changed; absent for a new one. */
  place?: PlaceView;
  save: Action<PlaceDraft, { name: string }>;
  test: Action<Omit<PlaceDraft, "title">, PlaceTest>;
}) {
  const t = useTranslations("sources");
  const common = useTranslations("common");
  const router = useRouter();
  const [kindId, setKind] = useState(place?.kind ?? kinds[0]?.id ?? "");
  const kind = kinds.find((one) => one.id === kindId);
  const fields = kind?.fields ?? [];
  const [name, setName] = useState(place?.name ?? "");
  const [title, setTitle] = useState(place?.title ?? "");
  const [config, setConfig] = useState<FieldValues>(() => place?.config ?? initialValues(fields));
  const base = role === "source" ? "/sources" : "/stores";
  const saving = useAction(save, {
    quiet: true,
    success: t("saved"),
    done: (saved) => {
      router.push(`${base}/${saved.name}`);
      router.refresh();
    },
  });
  const [tested, setTested] = useState<PlaceTest>();
  const testing = useAction(test, { quiet: true, done: setTested });
  const choose = (id: string) => {
    setKind(id);
    setConfig(initialValues(kinds.find((one) => one.id === id)?.fields ?? []));
    setTested(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.run({ name, title, kind: kindId, config: { ...config } });
  };
  // The server names a field by its path; here it has a label.
  const inWords = (error: ErrorData): ErrorData =>
    typeof error.params.field === "string"
      ? { ...error, params: { ...error.params, field: labelOf(fields, error.params.field) } }
      : error;
  const nameProblem = name !== "" && !slugPattern.test(name);
  return (
    <Page title={place ? t("edit", { name: place.name }) : t(`${role}.add`)} lead={kind?.summary}>
      <form onSubmit={submit} style={{ maxWidth: 560, display: "grid", gap: 16 }}>
        {place ? null : (
          <SegmentedControl
            value={kindId}
            onChange={choose}
            data={kinds.map((one) => ({ value: one.id, label: one.title }))}
            label={common("kind")}
            style={{ justifySelf: "start" }}
          />
        )}
        <TextField
          label={common("name")}
          description={t("nameHelp")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={nameProblem ? t("nameProblem") : undefined}
          disabled={place !== undefined}
          required
        />
        <TextField
          label={`${t("titleField")} (${common("optional")})`}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <FieldsForm
          Draw={OneField}
          fields={fields}
          values={config}
          change={setConfig}
          keptSecrets={place?.secretNames}
        />
        {testing.error ? <ErrorState error={inWords(testing.error)} /> : null}
        {tested && !testing.error ? <TestResult result={tested} /> : null}
        {saving.error ? <ErrorState error={inWords(saving.error)} /> : null}
        <div style={{ display: "flex", gap: 8 }}>
          <Button type="submit" loading={saving.isBusy} disabled={nameProblem}>
            {place ? common("save") : t(`${role}.create`)}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={15} />}
            loading={testing.isBusy}
            disabled={name === "" || nameProblem}
            onClick={(event) => {
              if (event.currentTarget.form?.reportValidity() !== false)
                testing.run({ name, kind: kindId, config: { ...config } });
            }}
          >
            {t("test")}
          </Button>
        </div>
      </form>
    </Page>
  );
}
