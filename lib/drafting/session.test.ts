import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addColumn,
  addTables,
  changeColumns,
  decide,
  documentOf,
  type Edit,
  isAhead,
  isSame,
  type Json,
  merge,
  move,
  perform,
  readDraft,
  redo,
  removeColumns,
  renameColumn,
  renameTable,
  saved,
  set,
  setMember,
  startSession,
  step,
  steps,
  takeOver,
  undo,
} from "./index.ts";

const label = { en: "edit", ru: "правка" };

const shop = (): Json => ({
  "@type": "DataModule",
  name: "shop",
  tables: [
    {
      name: "customers",
      columns: [{ name: "id" }, { name: "email", privacyClass: "direct-identifier" }, { name: "city" }],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
    },
    {
      name: "orders",
      columns: [{ name: "id" }, { name: "customer" }, { name: "total", normalize: [{ rule: "trim" }] }],
      foreignKeys: [
        { columns: ["customer"], references: { table: "customers", columns: ["id"] }, onOrphan: "reject" },
      ],
    },
  ],
});

const column = (document: Json, table: string, name: string) =>
  readDraft(document)
    .tables.find((one) => one.name === table)
    ?.columns.find((one) => one.name === name);

const edited = (document: Json, ...edits: readonly Edit[]) =>
  edits.reduce(
    (session, edit, index) => perform(session, edit, index * 10_000),
    startSession({ document, etag: 1 }),
  );

/** An edit of whatever there is, chosen by numbers. */
function someEdit(document: Json, kind: number, at: number, text: string): Edit {
  const { tables } = readDraft(document);
  const table = tables[at % Math.max(1, tables.length)];
  const one = table?.columns[at % Math.max(1, table.columns.length)];
  if (!table || !one) return addTables([{ name: `t${text}`, columns: [{ name: "c" }] }]);
  const place = { table: table.name, column: one.name };
  const kinds: readonly (() => Edit)[] = [
    () => setMember([place], "datatype", text),
    () => setMember([place], "privacyClass", undefined),
    () => renameColumn(place, text),
    () => removeColumns([place]),
    () => addColumn(table.name, { name: text }),
    () => renameTable(table.name, text),
    () => changeColumns([place], () => ({ normalize: [{ rule: text }] }), label),
    () => move(["tables", table.index, "columns"], 0, table.columns.length - 1, label),
    () => set(["title"], text, label, "title"),
  ];
  return (kinds[kind % kinds.length] ?? (() => set(["title"], text, label)))();
}

describe("undo", () => {
  test("a thousand edits and as many steps back give the first document", () => {
    const chances = fc.array(fc.tuple(fc.nat(100), fc.nat(100), fc.string({ minLength: 1, maxLength: 6 })), {
      minLength: 1000,
      maxLength: 1000,
    });
    fc.assert(
      fc.property(chances, (all) => {
        const first = shop();
        let session = startSession({ document: first, etag: 1 });
        all.forEach(([kind, at, text], index) => {
          session = perform(session, someEdit(documentOf(session), kind, at, text), index * 10_000);
        });
        const last = documentOf(session);
        const { current } = steps(session.history);
        expect(current).toBeGreaterThan(300);
        for (let count = 0; count < 1000; count += 1) session = step(session, undo);
        expect(documentOf(session)).toEqual(shop());
        for (let count = 0; count < 1000; count += 1) session = step(session, redo);
        expect(documentOf(session)).toEqual(last);
      }),
      { numRuns: 5 },
    );
  });

  test("typing into one field is one step, another field is another", () => {
    const first = startSession({ document: shop(), etag: 1 });
    const typed = [..."abc"].reduce(
      (session, _, index) =>
        perform(session, set(["title"], "abc".slice(0, index + 1), label, "title"), index * 100),
      first,
    );
    const both = perform(typed, set(["description"], "x", label, "description"), 350);
    expect(steps(both.history).current).toBe(2);
    expect(documentOf(step(both, undo))).toEqual({ ...(shop() as object), title: "abc" });
    expect(documentOf(step(step(both, undo), undo))).toEqual(shop());
  });

  test("an edit that changes nothing is no step, and one after an undo drops what was undone", () => {
    const one = edited(shop(), set(["title"], "one", label));
    expect(perform(one, set(["title"], "one", label), 1)).toEqual(one);
    const other = perform(step(one, undo), set(["title"], "other", label), 2);
    expect(documentOf(step(other, redo))).toEqual({ ...(shop() as object), title: "other" });
  });
});

describe("two editors", () => {
  const theirs = (...edits: readonly Edit[]) => ({ document: documentOf(edited(shop(), ...edits)), etag: 2 });
  const email = { table: "customers", column: "email" };
  const city = { table: "customers", column: "city" };

  test("changes of different places come together without a question, and one's own undo keeps theirs", () => {
    const mine = edited(shop(), setMember([email], "datatype", "string"));
    const both = takeOver(
      mine,
      theirs(setMember([city], "datatype", "string"), addColumn("orders", { name: "note" })),
    );
    expect(both.conflict).toBeUndefined();
    expect(column(documentOf(both), "customers", "email")?.datatype).toBe("string");
    expect(column(documentOf(both), "customers", "city")?.datatype).toBe("string");
    expect(column(documentOf(both), "orders", "note")).toBeDefined();
    expect(isAhead(both)).toBe(true);
    const undone = documentOf(step(both, undo));
    expect(column(undone, "customers", "email")?.datatype).toBeUndefined();
    expect(column(undone, "customers", "city")?.datatype).toBe("string");
  });

  test.each([
    ["mine", ["trim", "case"]],
    ["theirs", ["trim", "phone"]],
    ["both", ["case", "phone"]],
  ] as const)("a place that both changed is asked about: %s", (choice, rules) => {
    const steps = (...names: readonly string[]) => names.map((rule) => ({ rule, with: { by: rule } }));
    const total = { table: "orders", column: "total" };
    const replaced = (...names: readonly string[]) =>
      changeColumns(
        [total],
        () => ({ normalize: choice === "both" ? steps(...names.slice(1)) : steps(...names) }),
        label,
      );
    const mine = edited(shop(), replaced("trim", "case"));
    const asked = takeOver(mine, theirs(replaced("trim", "phone")));
    expect(asked.conflict?.merged.conflicts).toHaveLength(1);
    const decided = decide(asked, [choice]);
    expect(decided.conflict).toBeUndefined();
    expect(column(documentOf(decided), "orders", "total")?.normalize.map(({ rule }) => rule)).toEqual(rules);
    expect(decided.synced.etag).toBe(2);
  });

  test("a column that one took out and the other changed is asked about; it comes back where it stood", () => {
    const mine = edited(shop(), removeColumns([email]));
    const asked = takeOver(mine, theirs(setMember([email], "datatype", "string")));
    expect(asked.conflict?.merged.conflicts).toMatchObject([{ mine: undefined, theirs: { name: "email" } }]);
    const names = (session: typeof asked) =>
      readDraft(documentOf(session)).tables[0]?.columns.map(({ name }) => name);
    expect(names(decide(asked, ["theirs"]))).toEqual(["id", "email", "city"]);
    expect(names(decide(asked, ["mine"]))).toEqual(["id", "city"]);
    const other = takeOver(
      edited(shop(), setMember([email], "datatype", "string")),
      theirs(removeColumns([email])),
    );
    expect(names(decide(other, ["mine"]))).toEqual(["id", "email", "city"]);
    expect(names(decide(other, ["theirs"]))).toEqual(["id", "city"]);
  });

  test("what the server keeps in other words is taken over under edits made meanwhile", () => {
    const sent = edited(shop(), setMember([email], "description", "values"));
    const later = perform(sent, setMember([city], "datatype", "string"), 90_000);
    const kept = setMember([email], "description", "reference").apply(documentOf(sent));
    const after = saved(later, documentOf(sent), { document: kept, etag: 5 });
    expect(column(documentOf(after), "customers", "email")?.description).toBe("reference");
    expect(column(documentOf(after), "customers", "city")?.datatype).toBe("string");
    expect(after.synced.etag).toBe(5);
    expect(isAhead(after)).toBe(true);
    expect(isAhead(saved(sent, documentOf(sent), { document: kept, etag: 5 }))).toBe(false);
  });

  test("whatever two people do, what only one changed is there, and who did nothing gets the other's", () => {
    const moves = fc.array(fc.tuple(fc.nat(8), fc.nat(20), fc.stringMatching(/^[a-z]{1,3}$/)), {
      maxLength: 6,
    });
    const applied = (list: readonly (readonly [number, number, string])[], mark: string) =>
      list.reduce(
        (document: Json, [kind, at, text]) => someEdit(document, kind, at, mark + text).apply(document),
        shop(),
      );
    fc.assert(
      fc.property(moves, moves, (one, other) => {
        const [mine, others] = [applied(one, "M"), applied(other, "T")];
        expect(merge(shop(), mine, shop())).toEqual({ document: mine, conflicts: [] });
        expect(merge(shop(), shop(), others)).toEqual({ document: others, conflicts: [] });
        expect(merge(shop(), mine, mine).conflicts).toEqual([]);
        const { document, conflicts } = merge(shop(), mine, others);
        // Nothing that only they added may be missing where nobody was asked.
        if (conflicts.length > 0) return;
        for (const table of readDraft(others).tables)
          for (const { name } of table.columns.filter((added) => added.name.startsWith("T")))
            expect(
              readDraft(document).tables.some((all) => all.columns.some((found) => found.name === name)),
            ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("renaming", () => {
  test("a column's keys follow it, and it reads on what it read", () => {
    const document = renameColumn({ table: "customers", column: "id" }, "customer_id").apply(shop());
    const [customers, orders] = readDraft(document).tables;
    expect(customers?.primaryKey).toEqual(["customer_id"]);
    expect(customers?.columns[0]).toMatchObject({ name: "customer_id", from: "id" });
    expect(orders?.foreignKeys[0]?.parentColumns).toEqual(["customer_id"]);
    const back = renameColumn({ table: "customers", column: "customer_id" }, "id").apply(document);
    expect(isSame(back, shop())).toBe(true);
  });

  test("a table's references follow it", () => {
    const document = renameTable("customers", "clients").apply({
      ...(shop() as object),
      person: { table: "customers" },
    });
    expect(readDraft(document).tables[1]?.foreignKeys[0]?.parent).toBe("clients");
    expect(document).toMatchObject({ person: { table: "clients" } });
  });
});
