import { describe, expect, it } from "vitest";
import { httpSourceSchema } from "./definition.ts";

const good = {
  baseUrl: "https://api.example.com/v1",
  auth: "header",
  headerName: "X-Api-Key",
  headerValue: "key",
  tables: [{ table: "t", path: "items" }],
};

describe("a configuration", () => {
  it.each([
    [{}, { baseUrl: "ftp://example.com" }],
    [{}, { baseUrl: "https://user:pass@example.com" }],
    [{ path: "//evil.example/x" }, {}],
    [{ path: "https://evil.example/x" }, {}],
    [{ path: "\\\\evil.example\\x" }, {}],
    [{ records: "a[*].b" }, {}],
    [{ records: "$..b" }, {}],
    [{ pagination: "cursor" }, {}],
    [{ pagination: "cursor", cursor: "next", format: "csv" }, {}],
    [{ size: 10 }, {}],
    [{}, { headerValue: "" }],
    [{}, { headerValue: "a\r\nX-Other: b" }],
    [{}, { headerName: "Content-Length" }],
    [{}, { headers: [{ name: "Authorization", value: "shown to everybody" }] }],
    [{}, { headers: [{ name: "X", value: "a\r\nb" }] }],
    [{}, { auth: "oauth2" }],
  ])("with %j %j is refused", (table, extra) => {
    const config = { ...good, tables: [{ ...good.tables[0], ...table }], ...extra };
    expect(httpSourceSchema.safeParse(good).success).toBe(true);
    expect(httpSourceSchema.safeParse(config).success).toBe(false);
  });
});
