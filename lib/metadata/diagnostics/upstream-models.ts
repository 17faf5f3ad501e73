import { findAnonymizer } from "#lib/anonymizers";
import type { Upstreams, UpstreamVersion } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import type { Origins } from "../inherit/origins.ts";
import { requiredModels } from "../required-models.ts";
import type { Report } from "./report.ts";
import { isWholeCopy } from "./whole-copy.ts";

type Model = NonNullable<UpstreamVersion["tables"][number]["models"]>[number];

/** Of which parameter of a model a larger value protects more, or less. */
const stricter: Readonly<Record<string, 1 | -1>> = { k: 1, l: 1, c: -1, t: -1, delta: -1 };

/** Whether a table that asks for `own` is held at least to `other`. */
const isKept = (other: Model, own: readonly ReturnType<typeof requiredModels>[number][]): boolean =>
  own.some(
    (model) =>
      model.rule === other.rule &&
      Object.entries(model.with).every(([name, value]) => {
        const [sign, asked] = [stricter[name], other.with[name]];
        return sign === undefined || asked === undefined || (Number(value) - asked) * sign >= 0;
      }),
  );

const written = ({ rule, with: parameters }: Model): string =>
  `${rule} (${Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ")})`;

const texts = (models: readonly Model[]): Text => {
  const list = models.map(written).join(", ");
  return { en: list, ru: list };
};

/** The tables of versions that a table publishes columns of: those it surely reads, or all where nobody can look into its script. */
function tablesBehind(table: TableDocument, origins: Origins, upstreams: Upstreams) {
  const all = [...upstreams.values()].flatMap((version) =>
    version.tables.map((read) => ({ version, table: read })),
  );
  const inherited = table.columns.flatMap((column) => origins.of(table, column) ?? []);
  if (inherited.some(({ origin }) => !origin)) return all;
  return all.filter(({ version, table: { name } }) =>
    inherited.some(
      ({ origin }) =>
        origin?.module === version.module && origin.number === version.number && origin.table === name,
    ),
  );
}

/**
 * A version's models were measured on its own tables as they are, and hold of a copy of all their rows. What another module
 * selects, joins or adds is another table: they hold of it only where it asks for them again.
 */
export function checkUpstreamModels(
  document: ModuleDocument,
  table: TableDocument,
  origins: Origins,
  upstreams: Upstreams,
  report: Report,
): void {
  if (!table.publish || upstreams.size === 0) return;
  const identifies = table.columns.some((column) => {
    const { privacyClass, anonymize } = effectiveColumn(document, table, column);
    const leaves = !anonymize || findAnonymizer(anonymize.rule)?.returns !== "none";
    return privacyClass === "quasi-identifier" && leaves;
  });
  if (!identifies) return;
  const own = requiredModels(table.privacy);
  for (const { version, table: above } of tablesBehind(table, origins, upstreams)) {
    // The same rows are held to what they were held to, unless less is asked for by name.
    if (!table.privacy && isWholeCopy(document, table, above)) continue;
    const lost = (above.models ?? []).filter((model) => !isKept(model, own));
    if (lost.length === 0) continue;
    (table.privacy ? report.at("privacy") : report).add("module-models-dropped", {
      table: table.name,
      origin: `${version.module}@${version.number} ${above.name}`,
      models: texts(lost),
    });
  }
}
