import {
  type DeclaredParameter,
  type GivenParameters,
  longestParameter,
  type ParameterType,
  type ParameterValue,
  type RelativeDate,
  type RunParameter,
  relativeDateIds,
} from "#lib/contracts";
import { type ErrorCodeId, type ErrorData, err, ok, type Result } from "#lib/kernel";

/** The instant that a run is for, and the zone in which its day is meant. */
export interface RunInstant {
  readonly at: Date;
  readonly timeZone: string;
}

const problem = (
  code: ErrorCodeId,
  name: string,
  params: Readonly<Record<string, string | number>> = {},
): ErrorData => ({ code, params: { name, ...params }, place: { path: `parameters/${name}` } });

const isRelative = (text: string): text is RelativeDate => relativeDateIds.some((id) => id === text);

/** The day on the wall of a zone, as a date of UTC. */
function dayIn({ at, timeZone }: RunInstant): Date {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return new Date(`${format.format(at)}T00:00:00Z`);
}

const days: Readonly<Record<RelativeDate, (year: number, month: number, day: number) => number>> = {
  "run-date": (year, month, day) => Date.UTC(year, month, day),
  yesterday: (year, month, day) => Date.UTC(year, month, day - 1),
  "first-day-of-month": (year, month) => Date.UTC(year, month, 1),
  "first-day-of-previous-month": (year, month) => Date.UTC(year, month - 1, 1),
  "last-day-of-previous-month": (year, month) => Date.UTC(year, month, 0),
  "first-day-of-year": (year) => Date.UTC(year, 0, 1),
};

/** The date that a relative day is, for a run. */
export function dateOf(day: RelativeDate, instant: RunInstant): string {
  const today = dayIn(instant);
  const found = days[day](today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  return new Date(found).toISOString().slice(0, 10);
}

const isDate = (text: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** What a type takes, as text; undefined where the value is none of it. */
const readers: Readonly<
  Record<ParameterType, (text: string, declared: DeclaredParameter) => string | undefined>
> = {
  date: (text) => (isRelative(text) || isDate(text) ? text : undefined),
  string: (text) => (text.length <= longestParameter && !text.includes("\0") ? text : undefined),
  integer: (text) => (/^-?\d{1,18}$/.test(text) ? String(BigInt(text)) : undefined),
  decimal: (text) => (/^-?\d{1,20}(\.\d{1,18})?$/.test(text) ? text : undefined),
  boolean: (text) => (text === "true" || text === "false" ? text : undefined),
  choice: (text, { choices = [] }) => (choices.includes(text) ? text : undefined),
};

function refusal(declared: DeclaredParameter): ErrorData {
  const params = {
    ...(declared.datatype === "date" ? { days: relativeDateIds.join(", ") } : {}),
    ...(declared.datatype === "choice" ? { choices: (declared.choices ?? []).join(", ") } : {}),
    ...(declared.datatype === "string" ? { length: longestParameter } : {}),
  };
  return problem(`parameter-${declared.datatype}`, declared.name, params);
}

/** A value of a parameter in its one written form; a relative day stays one. */
export function readParameter(declared: DeclaredParameter, value: ParameterValue): Result<string, ErrorData> {
  const isText = declared.datatype === "string" || declared.datatype === "choice";
  // A number that JSON has rounded already, or a yes for a text, is a slip and no value.
  const isFitting =
    typeof value === "string" ||
    (typeof value === "number" && !isText && (!Number.isInteger(value) || Number.isSafeInteger(value))) ||
    (typeof value === "boolean" && declared.datatype === "boolean");
  const text = typeof value === "string" && !isText ? value.trim() : String(value);
  const read = isFitting ? readers[declared.datatype](text, declared) : undefined;
  return read === undefined ? err(refusal(declared)) : ok(read);
}

/** The values that a run takes, or everything that is wrong with those that were given. */
export function resolveParameters(
  declared: readonly DeclaredParameter[],
  given: GivenParameters,
  instant: RunInstant,
): Result<readonly RunParameter[], readonly ErrorData[]> {
  const known = declared.map(({ name }) => name);
  const problems: ErrorData[] = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => problem("parameter-unknown", name, { known: known.join(", ") || "–" }));
  const values: RunParameter[] = [];
  for (const one of declared) {
    const value = given[one.name] ?? one.default;
    const { name, datatype: type } = one;
    if (value === undefined) {
      if (one.required === true) problems.push(problem("parameter-missing", name));
      else values.push({ name, type, value: null });
      continue;
    }
    const read = readParameter(one, value);
    if (!read.ok) problems.push(read.error);
    else
      values.push({
        name,
        type,
        value: type === "date" && isRelative(read.value) ? dateOf(read.value, instant) : read.value,
      });
  }
  return problems.length > 0 ? err(problems) : ok(values);
}
