import type { Diagnostic } from "#lib/contracts";
import { type DiagnoseOptions, diagnose } from "./diagnostics/diagnose.ts";
import { repaired } from "./diagnostics/repair.ts";
import type { ColumnDocument, ModuleDocument, TableDocument } from "./document.ts";
import { migrate } from "./migrate.ts";

type Path = Diagnostic["path"];
type Finder = (...path: Path) => boolean;

/** What is known beside the document, as in `diagnose`. */
export type KnownBeside = Pick<DiagnoseOptions, "sourceColumns" | "artefacts" | "upstreams">;

/** What of a document could be run by itself, and the errors of the document as a whole. */
export interface UsableDocument {
  /** Absent where nothing can be read as a module. */
  readonly document?: ModuleDocument;
  readonly errors: readonly Diagnostic[];
}

const startsWith = (path: Path, start: Path): boolean =>
  start.length <= path.length && start.every((part, index) => part === path[index]);

/** What says how a column leaves: without it the column is cleansed all the same, and does not leave. */
const leaving = ["anonymize", "privacyClass", "hierarchy"] as const;
const leavingCodes: ReadonlySet<string> = new Set([
  "column-unclassed",
  "anonymization-missing",
  "key-not-published",
]);

function usableColumn(column: ColumnDocument, at: Path, broken: Finder): ColumnDocument {
  if (!leaving.some((key) => broken(...at, key))) return column;
  const { anonymize, privacyClass, hierarchy, ...rest } = column;
  return rest;
}

/** A column stays unless something is wrong with it beside how it leaves. */
const isUsable = (at: Path, errors: readonly Diagnostic[]): boolean =>
  errors.every(
    ({ code, path }) =>
      !startsWith(path, at) ||
      (path.length === at.length && leavingCodes.has(code)) ||
      leaving.some((key) => path[at.length] === key),
  );

const intact = <T>(list: readonly T[] | undefined, at: Path, broken: Finder): T[] | undefined =>
  list?.filter((_, index) => !broken(...at, index));

function usableTable(
  table: TableDocument,
  at: Path,
  broken: Finder,
  usable: (at: Path) => boolean,
  leavesNothing: boolean,
): TableDocument {
  const { primaryKey, deduplicate, privacy, limits, ...rest } = table;
  const columns = table.columns.flatMap((column, index) => {
    const place = [...at, "columns", index];
    return usable(place) ? [usableColumn(column, place, broken)] : [];
  });
  const key =
    primaryKey && broken(...at, "primaryKey", "strategy")
      ? // Nothing may be made of it, so the key does not leave; rows are told apart by it as before.
        { ...primaryKey, strategy: { rule: "drop" } }
      : primaryKey;
  const isKeyBroken = ["columns", "onDuplicate", "onNull"].some((part) => broken(...at, "primaryKey", part));
  return {
    ...rest,
    // Others may be made of it all the same.
    publish: table.publish && !leavesNothing,
    columns,
    ...(key && !isKeyBroken ? { primaryKey: key } : {}),
    ...(table.foreignKeys ? { foreignKeys: intact(table.foreignKeys, [...at, "foreignKeys"], broken) } : {}),
    ...(table.checks ? { checks: intact(table.checks, [...at, "checks"], broken) } : {}),
    ...(deduplicate && !broken(...at, "deduplicate") ? { deduplicate } : {}),
    ...(privacy && !broken(...at, "privacy") ? { privacy } : {}),
    ...(limits && !broken(...at, "limits") ? { limits } : {}),
  };
}

/** Each round takes out what the one before left without its ground; a document has no deeper chains than keys of keys. */
const rounds = 4;

function withoutBroken(
  json: unknown,
  errors: readonly Diagnostic[],
  known: KnownBeside,
  round: number,
): ModuleDocument | undefined {
  const found = repaired(json);
  if (!found) return undefined;
  const { document, original } = found;
  const broken: Finder = (...path) => errors.some((error) => startsWith(error.path, original(path)));
  const usable = (at: Path) => isUsable(original(at), errors);
  const { upload, person, policy, ...rest } = document;
  const tables = document.tables.flatMap((table, index) => {
    const at = ["tables", index];
    const isOriginless = !table.extraction && !table.transformation;
    if (isOriginless || broken(...at, "name")) return [];
    const isBroken = broken(...at, "extraction") || broken(...at, "transformation");
    const leavesNothing = errors.some(
      ({ code, path }) => code === "table-no-columns" && startsWith(path, original(at)),
    );
    return isBroken ? [] : [usableTable(table, at, broken, usable, leavesNothing)];
  });
  if (tables.length === 0) return undefined;
  const hierarchies = intact(document.hierarchies, ["hierarchies"], broken);
  const patterns = intact(document.patterns, ["patterns"], broken);
  const cleaned: ModuleDocument = {
    ...rest,
    tables,
    ...(hierarchies ? { hierarchies } : {}),
    ...(patterns ? { patterns } : {}),
    ...(person && !broken("person") ? { person } : {}),
    ...(policy && !broken("policy") ? { policy } : {}),
  };
  if (errors.length === 0) return cleaned;
  const next = diagnose(cleaned, { ...known, mode: "executable" }).filter(
    ({ severity, code }) => severity === "error" && !leavingCodes.has(code) && code !== "nothing-published",
  );
  return next.length === 0 || round >= rounds ? cleaned : withoutBroken(cleaned, next, known, round + 1);
}

/**
 * The part of a half-finished document that can be run by itself: what is broken is left out, and what needs it. A column
 * whose class or rule is missing or refused stays, and does not leave. Values that it refers to are not put in their place.
 */
export function usableDocument(json: unknown, known: KnownBeside = {}): UsableDocument {
  const migrated = migrate(json);
  if (!migrated.ok) return { errors: migrated.error };
  const errors = diagnose(json, { ...known, mode: "executable" }).filter(
    ({ severity }) => severity === "error",
  );
  const document = withoutBroken(migrated.value, errors, known, 1);
  return { ...(document ? { document } : {}), errors };
}
