import type { PrivacyClass, Upstreams, UpstreamVersion } from "#lib/contracts";
import { type ColumnRead, parseSelect } from "#lib/sql";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { tablesRead } from "../table-order.ts";

/** What a column brings along from another module's version. */
export interface Inherited {
  readonly privacyClass: PrivacyClass;
  /** Where it stands there; absent where a script computed it, or may have. */
  readonly origin?: {
    readonly module: string;
    readonly number: number;
    readonly table: string;
    readonly column: string;
  };
  /** The rule its values were made by there. */
  readonly rule?: string;
  readonly linkageDomain?: string;
  readonly keyId?: string;
}

/** Columns of a table by their folded names; `rest` stands for every column of another name. */
interface Output {
  readonly columns: ReadonlyMap<string, Inherited | undefined>;
  readonly rest: Inherited | undefined;
}

/** A source's own table: nothing is known of it, and nothing inherited. */
const free: Output = { columns: new Map(), rest: undefined };

const strictness: Readonly<Record<PrivacyClass, number>> = {
  insensitive: 0,
  sensitive: 1,
  "quasi-identifier": 2,
  "direct-identifier": 3,
};

/** Whether a class protects less than another. */
export const isWeaker = (one: PrivacyClass, than: PrivacyClass): boolean =>
  strictness[one] < strictness[than];

/** The strictest class of several, as that of a value computed of them. */
function computed(from: readonly (Inherited | undefined)[]): Inherited | undefined {
  const classes = from.flatMap((one) => (one ? [one.privacyClass] : []));
  const [first, ...others] = classes;
  if (first === undefined) return undefined;
  return { privacyClass: others.reduce((strict, one) => (isWeaker(strict, one) ? one : strict), first) };
}

const everything = (outputs: Iterable<Output>): Inherited | undefined =>
  computed([...outputs].flatMap(({ columns, rest }) => [...columns.values(), rest]));

/** What nobody can look into may hold whatever went in. */
const opaque = (outputs: Iterable<Output>): Output => ({ columns: new Map(), rest: everything(outputs) });

const lookUp = ({ columns, rest }: Output, name: string): Inherited | undefined => {
  const folded = name.toLowerCase();
  return columns.has(folded) ? columns.get(folded) : rest;
};

function versionOutputs(version: UpstreamVersion): ReadonlyMap<string, Output> {
  return new Map(
    version.tables.map((table) => [
      table.name.toLowerCase(),
      {
        rest: undefined,
        columns: new Map(
          table.columns.map(({ name, privacyClass, rule, linkageDomain, keyId }) => [
            name.toLowerCase(),
            {
              privacyClass,
              origin: { module: version.module, number: version.number, table: table.name, column: name },
              ...(rule ? { rule } : {}),
              ...(linkageDomain ? { linkageDomain } : {}),
              ...(keyId ? { keyId } : {}),
            },
          ]),
        ),
      },
    ]),
  );
}

/** What a script over some tables gives. */
function scriptOutput(
  script: { readonly language: string; readonly script: string },
  tables: ReadonlyMap<string, Output>,
): Output {
  const parsed = script.language === "sql" ? parseSelect(script.script, "duckdb") : undefined;
  const read = parsed?.tables.map(({ alias, name }) => ({
    alias: alias.toLowerCase(),
    output: tables.get(name.toLowerCase()),
  }));
  if (!parsed || !read?.every((one): one is { alias: string; output: Output } => one.output !== undefined))
    return opaque(tables.values());
  const all = read.map(({ output }) => output);
  const columns = new Map<string, Inherited | undefined>();
  let rest: Inherited | undefined;
  const found = ({ table, column }: ColumnRead): Inherited | undefined => {
    const named = read.filter(({ alias }) => alias === table?.toLowerCase());
    const places = named.length > 0 ? named.map(({ output }) => output) : all;
    const whole = table === undefined ? read.filter(({ alias }) => alias === column.toLowerCase()) : [];
    const values = places.map((output) => lookUp(output, column));
    // An item may use the names of the items before it, where no table has such a column.
    const before = values.some((value) => value !== undefined)
      ? undefined
      : lookUp({ columns, rest }, column);
    // A table's own name stands for its whole row.
    return whole.length > 0 || values.length !== 1 || before
      ? computed([...values, before, everything(whole.map(({ output }) => output))])
      : values[0];
  };
  const add = (name: string, value: Inherited | undefined) => {
    const folded = name.toLowerCase();
    // Of two columns of one name the engine renames one.
    if (columns.has(folded)) rest = computed([rest, columns.get(folded), value]);
    columns.set(folded, columns.has(folded) ? computed([columns.get(folded), value]) : value);
  };
  for (const item of parsed.items) {
    if (item.kind === "star") {
      const stars = read.filter(({ alias }) => !item.table || alias === item.table.toLowerCase());
      if (stars.length === 0) return opaque(all);
      for (const { output } of stars) {
        for (const [name, value] of output.columns) add(name, value);
        rest = (rest ?? output.rest) ? computed([rest, output.rest]) : undefined;
      }
    } else if (item.kind === "column") add(item.name, found(item.reads));
    else {
      const value = item.readsAll ? everything(all) : computed(item.reads.map(found));
      if (item.name === undefined) rest = computed([rest, value]);
      else add(item.name, value);
    }
  }
  return { columns, rest };
}

/** What every column of a document's tables brings along from the versions that it reads. */
export class Origins {
  readonly #document: ModuleDocument;
  readonly #upstreams: Upstreams;
  readonly #known = new Map<string, Output>();

  constructor(document: ModuleDocument, upstreams: Upstreams) {
    this.#document = document;
    this.#upstreams = upstreams;
  }

  of(table: TableDocument, column: { readonly name: string; readonly from?: string | undefined }) {
    if (this.#upstreams.size === 0) return undefined;
    return lookUp(this.#output(table), column.from ?? column.name);
  }

  #extracted({ extraction }: TableDocument): Output {
    const version = this.#upstreams.get(extraction?.source ?? "");
    return version && extraction ? scriptOutput(extraction, versionOutputs(version)) : free;
  }

  #output(table: TableDocument): Output {
    const known = this.#known.get(table.name);
    if (known) return known;
    // Tables in a circle do not run.
    this.#known.set(table.name, free);
    const output = this.#made(table);
    this.#known.set(table.name, output);
    return output;
  }

  #made(table: TableDocument): Output {
    const own = this.#extracted(table);
    if (!table.transformation) return own;
    const read = tablesRead(this.#document, table).flatMap((name) => {
      const other = this.#document.tables.find((candidate) => candidate.name === name);
      return other ? [[name.toLowerCase(), this.#output(other)] as const] : [];
    });
    return scriptOutput(
      table.transformation,
      new Map([...read, ...(table.extraction ? [[table.name.toLowerCase(), own] as const] : [])]),
    );
  }
}
