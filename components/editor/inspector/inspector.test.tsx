import { describe, expect, it } from "vitest";
import { type Json, readDraft } from "#lib/drafting";
import { locales } from "#lib/kernel";
import { diagnose } from "#lib/metadata";
import { fullDocument } from "#lib/testing";
import { messages } from "../../../lib/web/messages/index.ts";
import { renderEditor } from "../../testing/render-editor.tsx";
import ColumnInspector from "./column/column-inspector.tsx";
import ModuleInspector from "./module/module-inspector.tsx";
import { sectionOf } from "./section-of.ts";
import TableInspector from "./table/table-inspector.tsx";

const document: Json = JSON.parse(JSON.stringify(fullDocument()));
const draft = readDraft(document);

describe.each(locales)("the inspector in %s", (locale) => {
  const words = messages[locale].editor.inspect;

  it("shows the module as a whole", async () => {
    const html = await renderEditor(<ModuleInspector />, { document, locale });
    for (const section of ["module", "sources", "person", "policy", "hierarchies", "upload"] as const)
      expect(html).toContain(words.section[section]);
    for (const { name } of draft.sources) expect(html).toContain(name);
    expect(html).not.toMatch(/\[object|undefined/);
  });

  it("shows every table and every column, to who may edit and to who may not", async () => {
    for (const table of draft.tables) {
      const html = await renderEditor(<TableInspector table={table} />, { document, locale });
      expect(html).toContain(words.section.keys);
      expect(html).not.toMatch(/\[object|undefined/);
      for (const column of table.columns) {
        for (const mayEdit of [true, false]) {
          const shown = await renderEditor(<ColumnInspector table={table} column={column} />, {
            document,
            locale,
            mayEdit,
          });
          expect(shown, `${table.name}.${column.name}`).toContain(words.section.checks);
          expect(shown.includes(words.leaveOut)).toBe(mayEdit);
          expect(shown).not.toMatch(/\[object|undefined/);
        }
      }
    }
  });

  it("says what is wrong at the top and in its field", async () => {
    const table = draft.tables[0];
    const column = table?.columns[0];
    if (!table || !column) throw new Error("no column");
    const path = ["tables", table.index, "columns", column.index, "datatype"];
    const message = { en: "not a type, it says", ru: "не тип, говорит" };
    const diagnostics = [{ code: "value-invalid", severity: "error" as const, message, path }];
    const html = await renderEditor(<ColumnInspector table={table} column={column} />, {
      document,
      locale,
      diagnostics,
    });
    expect(html.split(message[locale])).toHaveLength(3);
    expect(html).toContain(`data-path="${path.join("/")}"`);
  });
});

it("has a part for every place that can be wrong", () => {
  const broken: Json = {
    ...(document as object),
    tables: [{ columns: [{ datatype: "no" }] }],
    sources: [{}],
  };
  const places = diagnose(broken, { mode: "executable" }).map(({ path }) => sectionOf(path));
  expect(new Set(places)).toEqual(new Set(["sources", "hierarchies", "table", "column", "type"]));
  expect(sectionOf(["tables", 0, "columns", 1])).toBe("leaving");
  expect(sectionOf(["tables", 0, "columns", 1, "anonymize", "with"])).toBe("leaving");
  expect(sectionOf(["hierarchies", 0])).toBe("hierarchies");
  expect(sectionOf(["tables", 0, "privacy", "kAnonymity"])).toBe("privacy");
});
