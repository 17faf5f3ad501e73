"use client";

import { useTranslations } from "next-intl";
import { isValueReference } from "#lib/contracts";
import { FieldsForm, type FieldValues } from "../../fields/fields-form.tsx";
import { OneField, type OneFieldProps } from "../../fields/one-field.tsx";
import { TextArea } from "../../fields/text-area.tsx";
import { TickField } from "../../fields/tick-field.tsx";
import { writtenValue } from "../store/written-values.ts";
import { CodeField } from "./code-field.tsx";
import { KeptField } from "./kept-field.tsx";
import { ListField } from "./list-field.tsx";
import { NameField } from "./name-field.tsx";
import { PythonField } from "./python-field.tsx";
import { RowsField } from "./rows-field.tsx";
import classes from "./rules.module.css";
import { scalarOf } from "./scalar.ts";
import { ScalarField } from "./scalar-field.tsx";
import { SuggestField } from "./suggest-field.tsx";
import { useSurroundings } from "./surroundings.tsx";
import { UseField } from "./use-field.tsx";

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The input of any kind, for the rules and parts of a document. What is as by default is not written. */
export function EditorField(props: OneFieldProps) {
  const { field } = props;
  const put = (value: unknown) => {
    const isDefault =
      isSame(value, field.initial) || (value === false && field.initial === undefined && !field.isRequired);
    props.put(isDefault ? undefined : value);
  };
  const own: OneFieldProps = { ...props, put, value: writtenValue(props.value) };
  return (
    <div data-path={props.path.join("/")}>
      {isValueReference(own.value) ? <KeptField {...own} /> : <Drawn {...own} />}
      <EmptyTick {...own} />
    </div>
  );
}

function Drawn(props: OneFieldProps) {
  const { field, value, put, path, Draw, error, isDisabled } = props;
  const around = useSurroundings();
  const shown = value ?? field.initial;
  const items: readonly unknown[] = Array.isArray(shown) ? shown : [];
  const common = { label: field.label, description: field.help, error, isDisabled };
  const list = (next: readonly unknown[]) => put(next.length > 0 ? next : undefined);
  switch (field.kind) {
    case "text":
      if (field.options) return <SuggestField {...props} />;
      // An empty text that was meant is drawn by its tick, not as a default.
      return <OneField {...props} field={value === "" ? { ...field, initial: undefined } : field} />;
    case "lines":
      return (
        <TextArea
          label={field.label}
          description={field.help}
          error={error}
          disabled={isDisabled}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => put(event.currentTarget.value || undefined)}
        />
      );
    case "scalar":
      return <ScalarField {...props} />;
    case "texts":
      return (
        <ListField
          {...common}
          mayBeEmpty={field.mayBeEmpty ?? false}
          suggestions={field.options?.map((one) => one.value)}
          items={items.map(String)}
          change={list}
        />
      );
    case "choices":
      return <ListField {...common} options={field.options} items={items.map(String)} change={list} />;
    case "scalars":
    case "numbers": {
      const also = field.kind === "numbers" ? (["number"] as const) : (field.also ?? []);
      const datatype = field.kind === "numbers" ? undefined : around.datatype;
      return (
        <ListField
          {...common}
          mayBeEmpty={field.kind === "scalars" && around.datatype === "string"}
          inputMode={field.kind === "numbers" ? "numeric" : undefined}
          items={items.map(String)}
          change={(next) => list(next.map((text) => scalarOf(text, also, datatype)))}
        />
      );
    }
    case "pairs":
      return <RowsField {...common} width={2} rows={rowsIn(items)} change={list} />;
    case "rows":
      return <RowsField {...common} rows={rowsIn(items)} change={list} />;
    case "name":
    case "names":
      return <NameField {...props} />;
    case "code":
      return field.meta?.language === "python" ? <PythonField {...props} /> : <CodeField {...props} />;
    case "use":
      return <UseField {...props} />;
    case "object":
      return (
        <ObjectField {...props}>
          <FieldsForm
            fields={field.fields ?? []}
            values={isValues(value) ? value : {}}
            path={path}
            change={put}
            errorOf={props.errorOf}
            isDisabled={isDisabled}
            Draw={Draw}
          />
        </ObjectField>
      );
    default:
      return <OneField {...props} />;
  }
}

const isValues = (value: unknown): value is FieldValues =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const rowsIn = (items: readonly unknown[]): readonly (readonly string[])[] =>
  items.map((row) => (Array.isArray(row) ? row.map(String) : [String(row)]));

/** Fields inside one: an optional one is switched on first, and taken out whole. */
function ObjectField({
  field,
  value,
  put,
  error,
  isDisabled,
  children,
}: OneFieldProps & { children: React.ReactNode }) {
  const isOn = value !== undefined || field.isRequired;
  return (
    <fieldset className={classes.object}>
      {field.isRequired ? (
        <legend>{field.label}</legend>
      ) : (
        <TickField
          isSwitch
          label={field.label}
          description={field.help}
          checked={isOn}
          disabled={isDisabled}
          onChange={(next) => put(next ? {} : undefined)}
        />
      )}
      {isOn ? children : null}
      {error && isOn ? <div className={classes.error}>{error}</div> : null}
    </fieldset>
  );
}

/** An empty text said on purpose, where leaving the field empty would mean something else. */
function EmptyTick({ field, value, put, isDisabled }: OneFieldProps) {
  const t = useTranslations("editor.inspect");
  const isText = field.kind === "text" || field.kind === "scalar";
  const { datatype } = useSurroundings();
  const meansOther = field.isRequired || (typeof field.initial === "string" && field.initial !== "");
  const isFitting = field.kind === "text" || datatype === undefined || datatype === "string";
  if (!isText || !field.mayBeEmpty || !meansOther || !isFitting || (value !== undefined && value !== ""))
    return null;
  return (
    <TickField
      label={t("emptyOnPurpose")}
      checked={value === ""}
      disabled={isDisabled}
      onChange={(isEmpty) => put(isEmpty ? "" : undefined)}
    />
  );
}
