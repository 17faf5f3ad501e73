import { describe, expect, it } from "vitest";
import { locales } from "#lib/kernel";
import { findSourceDefinition } from "#lib/sources";
import { messages } from "../../lib/web/messages/index.ts";
import type { Field } from "../fields/field-kinds.ts";
import { FieldsForm, type FieldValues, initialValues } from "../fields/fields-form.tsx";
import { OneField } from "../fields/one-field.tsx";
import { renderPage } from "../testing/render-page.tsx";
import { type PlaceRole, placeKinds } from "./kinds.ts";

const roles: readonly PlaceRole[] = ["source", "store"];
const plainKinds = ["text", "secret", "lines", "number", "boolean", "choice", "texts", "objects", "file"];

/** All fields of a form, those inside of lists too. */
const allOf = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) => [field, ...allOf(field.fields ?? [])]);

const cases = locales.flatMap((locale) =>
  roles.flatMap((role) => placeKinds(role, locale).map((kind) => ({ locale, role, kind, id: kind.id }))),
);

/** What a form starts with, one entry in every list. */
const withEntries = (fields: readonly Field[]): FieldValues => ({
  ...initialValues(fields),
  ...Object.fromEntries(
    fields
      .filter((field) => field.kind === "objects")
      .map((field) => [field.name, [withEntries(field.fields ?? [])]]),
  ),
});

/** The form as often as it takes to ask for every field: each with what a field that waits for a choice waits for. */
const waysToAsk = (fields: readonly Field[]): readonly FieldValues[] => {
  const start = withEntries(fields);
  const choices = allOf(fields).flatMap(({ meta }) =>
    meta?.when ? meta.when.is.map((is) => ({ [meta.when?.field ?? ""]: is })) : [],
  );
  const inEach = (given: FieldValues): FieldValues => ({
    ...start,
    ...given,
    ...Object.fromEntries(
      Object.entries(start).flatMap(([name, value]) =>
        Array.isArray(value) ? [[name, value.map((one) => ({ ...one, ...given }))]] : [],
      ),
    ),
  });
  return [start, ...choices.map(inEach)];
};

const draw = (fields: readonly Field[], values: FieldValues, locale: (typeof locales)[number]) =>
  renderPage(<FieldsForm Draw={OneField} fields={fields} values={values} change={() => undefined} />, {
    locale,
    messages: messages[locale],
  });

describe("the form of a place", () => {
  it.each(cases)("$role $id has an input and words for every field ($locale)", async ({ kind, locale }) => {
    const fields = allOf(kind.fields);
    for (const { kind: input, label, name } of fields) {
      expect(plainKinds).toContain(input);
      expect(label).not.toBe(name);
    }
    const drawn = await Promise.all(
      waysToAsk(kind.fields).map((values) => draw(kind.fields, values, locale)),
    );
    const html = drawn.join("");
    expect(fields.length).toBeGreaterThan(0);
    for (const { label } of fields) expect(html).toContain(label.replaceAll("'", "&#x27;"));
  });
});

describe("what a form starts with", () => {
  const started = (id: string): FieldValues =>
    initialValues(placeKinds("source", "en").find((kind) => kind.id === id)?.fields ?? []);
  const accepts = (id: string, values: object) => findSourceDefinition(id)?.config.safeParse(values).success;

  it("becomes an API once it is filled", () => {
    const values = started("http");
    expect(values).toMatchObject({ headers: [], auth: "none", requestsPerSecond: 5 });
    const table = {
      ...(Array.isArray(values.tables) ? values.tables[0] : {}),
      table: "orders",
      path: "orders",
    };
    expect(table).toMatchObject({ query: [], pagination: "none" });
    expect(accepts("http", { ...values, baseUrl: "https://api.example.com", tables: [table] })).toBe(true);
    const secret = { auth: "header", headerValue: "Bearer x" };
    expect(
      accepts("http", { ...values, ...secret, baseUrl: "https://api.example.com", tables: [table] }),
    ).toBe(true);
  });

  it("becomes a SQLite file with a path or an upload", () => {
    expect(accepts("sqlite", { ...started("sqlite"), path: "/data/a.sqlite" })).toBe(true);
    expect(accepts("sqlite", { ...started("sqlite"), upload: "abc", label: "a.sqlite" })).toBe(true);
  });

  it("asks for what a choice needs, and for nothing that it does not", async () => {
    const fields = placeKinds("source", "en").find((kind) => kind.id === "http")?.fields ?? [];
    const asked = (auth: string) => draw(fields, { ...withEntries(fields), auth }, "en");
    expect(await asked("none")).not.toContain("Client secret");
    expect(await asked("header")).toContain("Value of the header");
    expect(await asked("header")).not.toContain("Client secret");
    expect(await asked("oauth2")).toContain("Client secret");
  });

  it("can be emptied of entries that are not required", async () => {
    const fields = placeKinds("source", "en").find((kind) => kind.id === "http")?.fields ?? [];
    const headers = fields.filter((field) => field.name === "headers");
    const html = await draw(headers, { headers: [{ name: "X", value: "y" }] }, "en");
    expect(html).toContain(messages.en.sources.removeItem);
  });
});
