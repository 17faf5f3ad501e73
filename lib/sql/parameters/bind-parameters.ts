import { findParameters, type MysqlModes, type ScriptDialect } from "./find-parameters.ts";

/** A value of a script's parameter, in its one written form; null where there is none. */
export interface ScriptParameter {
  readonly name: string;
  readonly type: "date" | "string" | "integer" | "decimal" | "boolean" | "choice";
  readonly value: string | null;
}

type Type = ScriptParameter["type"];

/** Types of the engines that take bound values; a text that is bound becomes one of them, and null has a type too. */
const boundTypes: Readonly<Record<"duckdb" | "sqlite", Readonly<Record<Type, string>>>> = {
  duckdb: {
    date: "date",
    string: "varchar",
    choice: "varchar",
    integer: "bigint",
    decimal: "decimal(38,18)",
    boolean: "boolean",
  },
  // SQLite keeps dates as text, and yes and no as numbers.
  sqlite: {
    date: "text",
    string: "text",
    choice: "text",
    integer: "integer",
    decimal: "numeric",
    boolean: "integer",
  },
};

const postgresTypes: Readonly<Record<Type, string>> = {
  date: "date",
  string: "text",
  choice: "text",
  integer: "bigint",
  decimal: "numeric",
  boolean: "boolean",
};

/** Without a line break, so that lines of the server's errors stay those of the script. */
const postgresText = (text: string): string =>
  `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;

/** Without escapes a line break stays one: there is no other way to write it that compares as a text does. */
const mysqlText = (text: string, modes: MysqlModes | undefined): string => {
  const quoted = text.replaceAll("'", "''");
  if (modes?.noBackslashEscapes) return `'${quoted}'`;
  return `'${quoted.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
};

/** Numbers are checked texts by now; nothing else may stand without quotes. */
function assertNumber(text: string): string {
  if (!/^-?\d{1,20}(\.\d{1,18})?$/.test(text)) throw new TypeError("no number");
  return text;
}

type Literal = (parameter: ScriptParameter, modes: MysqlModes | undefined) => string;

const literals: Readonly<Record<"postgresql" | "mysql", Literal>> = {
  postgresql: ({ type, value }) =>
    `cast(${value === null ? "null" : postgresText(value)} as ${postgresTypes[type]})`,
  mysql: ({ type, value }, modes) => {
    if (value === null) return "(null)";
    if (type === "integer" || type === "decimal") return `(${assertNumber(value)})`;
    if (type === "boolean") return value === "true" ? "(true)" : "(false)";
    return type === "date" ? `cast(${mysqlText(value, modes)} as date)` : mysqlText(value, modes);
  },
};

function replaced(
  script: string,
  dialect: ScriptDialect,
  parameters: readonly ScriptParameter[],
  write: (parameter: ScriptParameter) => string,
  modes?: MysqlModes,
): string {
  const known = new Map(parameters.map((one) => [one.name, one]));
  let text = "";
  let at = 0;
  for (const { name, from, to } of findParameters(script, dialect, modes)) {
    const parameter = known.get(name);
    if (parameter === undefined) continue;
    text += script.slice(at, from) + write(parameter);
    at = to;
  }
  return text + script.slice(at);
}

/**
 * A script for a server that takes no values beside a streamed statement: each parameter is a typed literal of its dialect.
 * @param modes of a session of MySQL; they decide what is a text and how one is written
 */
export const inlineParameters = (
  script: string,
  dialect: "postgresql" | "mysql",
  parameters: readonly ScriptParameter[],
  modes?: MysqlModes,
): string => replaced(script, dialect, parameters, (one) => literals[dialect](one, modes), modes);

/** A script whose parameters are bound: it keeps their names, each with its type around it. */
export interface BoundScript {
  readonly text: string;
  /** Values of the parameters that it names. */
  readonly values: Readonly<Record<string, string | null>>;
}

export function bindParameters(
  script: string,
  dialect: "duckdb" | "sqlite",
  parameters: readonly ScriptParameter[],
): BoundScript {
  const values: Record<string, string | null> = {};
  const text = replaced(script, dialect, parameters, ({ name, type, value }) => {
    const isNumber = dialect === "sqlite" && type === "boolean" && value !== null;
    values[name] = isNumber ? (value === "true" ? "1" : "0") : value;
    return `cast($${name} as ${boundTypes[dialect][type]})`;
  });
  return { text, values };
}
