import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readFields } from "./read-fields.ts";

const schema = z.strictObject({
  host: z
    .string()
    .meta({ label: { en: "Host", ru: "Узел" }, help: { en: "Name or address", ru: "Имя или адрес" } }),
  port: z
    .number()
    .int()
    .default(5432)
    .meta({ label: { en: "Port", ru: "Порт" } }),
  password: z.string().meta({ label: { en: "Password", ru: "Пароль" }, secret: true }),
  tls: z
    .enum(["require", "off"])
    .default("require")
    .meta({ label: { en: "TLS", ru: "TLS" } }),
  schemas: z.array(z.string()).optional(),
  files: z.array(z.strictObject({ path: z.string(), header: z.boolean() })),
});

describe("readFields", () => {
  it("reads kinds, labels and defaults from the schema alone", () => {
    const fields = readFields(schema, "ru");
    expect(fields.map((field) => [field.name, field.kind, field.isRequired])).toEqual([
      ["host", "text", true],
      ["port", "number", false],
      ["password", "secret", true],
      ["tls", "choice", false],
      ["schemas", "texts", false],
      ["files", "objects", true],
    ]);
    expect(fields[0]).toMatchObject({ label: "Узел", help: "Имя или адрес" });
    expect(fields[1]?.initial).toBe(5432);
    expect(fields[5]?.fields?.map((field) => field.kind)).toEqual(["text", "boolean"]);
  });

  it("looks through refinements and transforms", () => {
    const refined = schema.refine((value) => value.host !== "");
    expect(readFields(refined, "en")).toHaveLength(6);
  });

  it("answers nothing for what is no object", () => {
    expect(readFields(z.string(), "en")).toEqual([]);
  });
});
