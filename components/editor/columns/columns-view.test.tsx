import { describe, expect, test } from "vitest";
import type { Json } from "#lib/drafting";
import { readDraft } from "#lib/drafting";
import { locales } from "#lib/kernel";
import { wideDocument } from "#lib/testing";
import { messages } from "../../../lib/web/messages/index.ts";
import { renderEditor } from "../../testing/render-editor.tsx";
import ColumnsView from "./columns-view.tsx";
import { gridColumns } from "./grid/columns.ts";
import { typesFor } from "./grid/edited-cell.tsx";
import { rowsOf } from "./model/rows.ts";
import { AnonymizerPicker } from "./parts/anonymizer-picker.tsx";
import { BulkBar } from "./parts/bulk-bar.tsx";
import { PatternsDialog } from "./parts/patterns-dialog.tsx";
import { SheetDialog } from "./parts/sheet-dialog.tsx";

const document: Json = JSON.parse(
  JSON.stringify({
    ...wideDocument(3, 30),
    patterns: [{ match: "*_id", privacyClass: "sensitive", normalize: [{ rule: "trim" }] }],
  }),
);
const rows = rowsOf(readDraft(document));
const nothing = () => undefined;
const rowNamed = (table: string, column: string) => {
  const found = rows.find((row) => row.table === table && row.column === column);
  if (!found) throw new Error(column);
  return found;
};

describe.each(locales)("the columns grid in %s", (locale) => {
  const words = messages[locale].editor.grid;
  const draw = async (content: React.ReactNode, mayEdit = true) => {
    const html = await renderEditor(content, { document, locale, mayEdit });
    return html.replaceAll("<!-- -->", "").replaceAll("&#x27;", "'");
  };

  test("says how large it is, has one tab stop and draws some rows", async () => {
    const html = await draw(<ColumnsView />);
    const grid = html.slice(html.indexOf('role="grid"') - 400);
    expect(grid).toContain('aria-rowcount="91"');
    expect(grid).toContain(`aria-colcount="${gridColumns.filter((one) => !("isSuggestion" in one)).length}"`);
    const inside = html.slice(html.indexOf('role="grid"'), html.indexOf(words.shownCount.slice(-3)));
    expect(inside.match(/tabindex="0"/gi)?.length ?? 0).toBe(1);
    expect(html.match(/data-row=/g)?.length).toBeGreaterThan(3);
    expect(html.match(/data-row=/g)?.length).toBeLessThan(90);
    expect(html).toContain('aria-activedescendant="');
    expect(html).not.toMatch(/\[object|undefined/);
  });

  test("offers what may be done to who may do it", async () => {
    const bar = <BulkBar rows={rows.slice(0, 2)} done={nothing} accept={nothing} clear={nothing} />;
    expect(await draw(bar)).toContain(words.bulk.exclude);
    expect(await draw(bar, false)).not.toContain(words.bulk.exclude);
    expect(await draw(<ColumnsView />)).toContain(words.import);
    expect(await draw(<ColumnsView />, false)).not.toContain(words.import);
  });

  test("a foreign key shows its parent's rule and what else follows it", async () => {
    const picker = (table: string, column: string) =>
      draw(
        <AnonymizerPicker
          rows={[rowNamed(table, column)]}
          suggestion={undefined}
          done={nothing}
          close={nothing}
        />,
      );
    const foreign = await picker("table_002", "parent_id");
    expect(foreign).toContain("table_001.id");
    expect(foreign).toContain(words.recommended);
    const own = await picker("table_001", "email_0");
    expect(own).toContain(words.keepsJoins);
    expect(own).toContain(words.irreversible);
    // An engineer sees no values of the column.
    expect(own).toContain(words.samplesDocs);
  });

  test("patterns show the columns that they fit, and a sheet asks for a file", async () => {
    const html = await draw(<PatternsDialog close={nothing} />);
    expect(html).toContain("table_001.parent_id");
    expect(html).toContain(words.patternNothing);
    expect(await draw(<SheetDialog close={nothing} />)).toContain(words.chooseFile);
  });
});

test("a decimal of any precision and scale is among the types", () => {
  const values = (text: string) => typesFor(text).map(({ value }) => value);
  expect(values("decimal(9, 3)")).toEqual(["decimal(9,3)"]);
  expect(values("time")).toEqual(["time", "timestamp", "timestamp(tz)"]);
  expect(values("decimal(99,3)")).toEqual([]);
  expect(values("")).toContain("decimal(12,2)");
});
