import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { findHierarchy } from "#lib/anonymizers";
import { AppError } from "#lib/kernel";
import { clearPlaces, openValues } from "#lib/metadata";
import { readArxHierarchy, writeArxHierarchy } from "#lib/privacy";
import { artefactsFile, writeProtected } from "../kept-values.ts";
import { keyOf, knownKey } from "../key-of.ts";
import { examineDocument, readJson, readText } from "../read-document.ts";
import type { Terminal } from "../terminal.ts";

interface HierarchyOptions {
  readonly name: string;
  readonly keyFile?: string;
}

const refused = (detail: string) => new AppError("request-invalid", { detail });

/** The document's JSON with a hierarchy under a name: in place of the one that had it, else after the others. */
function withHierarchy(document: unknown, name: string, rows: readonly (readonly string[])[]): unknown {
  if (typeof document !== "object" || document === null) throw refused("the file is no module document");
  const given = "hierarchies" in document && Array.isArray(document.hierarchies) ? document.hierarchies : [];
  const made = { name, rule: "value-table", with: { rows } };
  const at = given.findIndex(
    (one: unknown) => typeof one === "object" && one !== null && "name" in one && one.name === name,
  );
  const hierarchies = at < 0 ? [...given, made] : given.with(at, made);
  return { ...document, hierarchies };
}

const importCommand = (terminal: Terminal): Command =>
  new Command("import")
    .description("Take a hierarchy file of ARX (a value a line, then its labels) into a module document.")
    .argument("<csv>", "hierarchy file")
    .argument("<document>", "module document, *.module.jsonld; it is rewritten")
    .requiredOption("--name <name>", "what columns call it by")
    .option("--key-file <file>", "key of the values kept beside the document")
    .option("--json", "one JSON object a line")
    .exitOverride()
    .action(async (csv: string, document: string, { name, keyFile }: HierarchyOptions) => {
      const read = readArxHierarchy(await readText(csv));
      if (!read.ok) throw refused(`${csv}: ${read.error.en}`);
      const checked = findHierarchy("value-table")?.params.safeParse({ rows: read.value });
      if (!checked?.success)
        throw refused(`${csv}: ${checked?.error.issues[0]?.message ?? "it is no hierarchy"}`);
      const changed = withHierarchy(await readJson(document), name, read.value);
      // Its values are those of a column: in the clear only where every column that uses it is insensitive.
      const isMoved = clearPlaces(changed).some(({ kind }) => kind === "hierarchy/value-table/rows");
      if (isMoved) await writeProtected(document, changed, await keyOf(keyFile, terminal));
      else await writeFile(document, `${JSON.stringify(changed, undefined, 2)}\n`);
      const levels = read.value[0]?.length ?? 0;
      terminal.result({ name, values: read.value.length, levels, isMoved }, [
        `${document} has the hierarchy ${name}: ${read.value.length} values, ${levels} levels.`,
        ...(isMoved ? [`They are kept encrypted in ${artefactsFile(document)}.`] : []),
      ]);
    });

const exportCommand = (terminal: Terminal): Command =>
  new Command("export")
    .description("Write a hierarchy of a module document as ARX reads it.")
    .argument("<document>", "module document, *.module.jsonld")
    .argument("<csv>", "where to write it; never overwritten")
    .requiredOption("--name <name>", "what columns call it by")
    .option("--key-file <file>", "key of the values kept beside the document")
    .option("--json", "one JSON object a line")
    .exitOverride()
    .action(async (file: string, csv: string, { name, keyFile }: HierarchyOptions) => {
      const { document, values } = await examineDocument(file, await knownKey(keyFile));
      const opened = document && openValues(document, (artefact) => values.get(artefact)).document;
      const found = opened?.hierarchies?.find((hierarchy) => hierarchy.name === name);
      if (!found) throw new AppError("not-found", { what: "hierarchy", name });
      const definition = findHierarchy(found.rule);
      const params = definition?.params.safeParse(found.with ?? {});
      const rows = params?.success ? definition?.rows?.(params.data) : undefined;
      if (!rows) throw refused(`${found.rule} lists no values; only listed hierarchies have a file`);
      await writeFile(csv, writeArxHierarchy(rows), { flag: "wx" });
      terminal.result({ name, values: rows.length }, [`Wrote ${rows.length} values to ${csv}.`]);
    });

/** `etlx hierarchy import|export`: hierarchies as other tools keep them. */
export const hierarchyCommand = (terminal: Terminal): Command =>
  new Command("hierarchy")
    .description("Hierarchies of values, in files of ARX.")
    .addCommand(importCommand(terminal))
    .addCommand(exportCommand(terminal));
