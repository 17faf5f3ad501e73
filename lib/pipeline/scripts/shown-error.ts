import {
  type PythonQuestion,
  refusalOf,
  type ScriptPlace,
  type ShownWords,
  scriptRefused,
} from "#lib/engine/server";
import { AppError } from "#lib/kernel";

/** What a source and the product say by themselves, whatever a script has put into a statement. */
const ownParams: ReadonlySet<string> = new Set(
  "source file folder format encoding limit resource task host version detail".split(" "),
);

/** A name as a statement has it, `clinic."Visits"`: each of its parts where the script says it. */
const shownName = (name: string, words: ShownWords): string =>
  (name.match(/"(?:[^"]|"")*"|[^".]+/g) ?? [])
    .map((part) => {
      const bare = part.replace(/^"(.*)"$/s, "$1").replaceAll('""', '"');
      return words.name(bare) === bare ? part : words.name(bare);
    })
    .join(".");

/** Whatever holds the place of a table there, it is not one of the document's. */
const askedPath = "source.get";

/**
 * An error of a source, for a script that has asked it something. The statement was put together in the sandbox and may hold any
 * value of the data, so what an error names of it is shown only where the script says it itself; its lines are none of the script's.
 * The source's own words stay in `cause`; the error does not, for a log would show what it names.
 * @param place with the line of the script that asks
 * @param ask what it has asked for: where a path of an API leads may be what the script has put into it
 */
export function shownError(
  error: unknown,
  place: ScriptPlace & { readonly line: number },
  words: ShownWords,
  ask: PythonQuestion["ask"],
): unknown {
  if (!(error instanceof AppError) || error.code === "run-cancelled") return error;
  const { code, params, cause } = error;
  if (code === "script-refused") {
    const { stage: _stage, table: _table, reason, detail: _en, detailRu: _ru, ...named } = params;
    return scriptRefused(place, refusalOf(String(reason)), words.params(named), cause);
  }
  const isLedTo = (key: string) =>
    (code === "api-redirect-refused" && key === "detail") || (ask === "get" && key === "host");
  const isOwn = (key: string) => ownParams.has(key) && !isLedTo(key);
  const own = new Set(Object.entries(params).flatMap(([key, value]) => (isOwn(key) ? [value] : [])));
  const shown = Object.entries(params).map(([key, value]): readonly [string, string | number] => {
    if (key === "stage") return [key, place.stage];
    if (key === "table") return [key, value === askedPath ? place.table : value];
    if (key === "line" && code === "script-failed") return [key, place.line];
    if (typeof value === "number" || own.has(value)) return [key, value];
    return [key, shownName(value, words)];
  });
  return new AppError(code, Object.fromEntries(shown), { place, cause });
}
