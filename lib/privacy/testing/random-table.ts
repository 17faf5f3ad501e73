import fc from "fast-check";

/** A table of a few rows with hierarchies as people write them: rows of labels, which may repeat from level to level. */
export interface RandomTable {
  readonly header: readonly string[];
  /** The quasi-identifiers, then the sensitive value. */
  readonly rows: readonly (readonly string[])[];
  readonly hierarchies: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Labels with spaces, apostrophes and signs; some are the same at several levels, some tops are not one value. */
const labels = ["-10", "-1 to 5", "Côte d'Ivoire", "a;b", "*", "New York", "0", "any one"];

/** Joins the values of the level below at random, so that levels are nested; often all of them in the end. */
const levelsFor = (values: readonly string[]): fc.Arbitrary<readonly (readonly string[])[]> =>
  fc
    .array(
      fc
        .constantFrom(0, 0, 1, 2, 3)
        .chain((max) => fc.array(fc.nat({ max }), { minLength: values.length, maxLength: values.length })),
      { maxLength: 3 },
    )
    .map((choices) => {
      let groups = values.map((_, at) => at);
      const rows = values.map((value) => [value]);
      for (const choice of choices) {
        groups = groups.map((group) => choice[group] ?? 0);
        for (const [at, row] of rows.entries()) row.push(labels[groups[at] ?? 0] ?? "*");
      }
      return rows;
    });

export const randomTable: fc.Arbitrary<RandomTable> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }))
  .chain(([columns, domain]) => {
    const header = [...Array.from({ length: columns }, (_, at) => `it's column ${at}`), "s"];
    const values = Array.from({ length: domain }, (_, at) => `${at - 2}`);
    return fc
      .tuple(
        fc.tuple(...header.slice(0, -1).map(() => levelsFor(values))),
        fc.array(
          fc.tuple(
            fc.array(fc.constantFrom(...values), { minLength: columns, maxLength: columns }),
            fc.constantFrom("1", "2", "3"),
          ),
          { minLength: 1, maxLength: 40, size: "max" },
        ),
      )
      .map(([hierarchies, rows]) => ({
        header,
        rows: rows.map(([own, sensitive]) => [...own, sensitive]),
        hierarchies: new Map(header.slice(0, -1).map((name, at) => [name, hierarchies[at] ?? []])),
      }));
  });
