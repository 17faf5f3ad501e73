import { AppError, detailOf, fillText, type Text } from "#lib/kernel";
import { placeName, type ScriptPlace } from "./protocol.ts";

/**
 * Why a script, or what it returned, is refused: each a sentence for who wrote it. Parameters are names of columns, tables and
 * types, and counts; a runner of Python names a reason by its key and fills it, so that nothing else of it is shown.
 */
export const scriptRefusals = {
  "no-extract": {
    en: "the script defines no function extract(source)",
    ru: "в скрипте нет функции extract(source)",
  },
  "no-transform": {
    en: "the script defines neither transform(df) nor transform_chunk(df)",
    ru: "в скрипте нет ни transform(df), ни transform_chunk(df)",
  },
  "no-rule": {
    en: "the script defines no function rule(values)",
    ru: "в скрипте нет функции rule(values)",
  },
  "no-upload": {
    en: "the script defines no function upload(tables, target)",
    ru: "в скрипте нет функции upload(tables, target)",
  },
  "takes-no-table": { en: "the function takes no table", ru: "функция не принимает таблицу" },
  "unknown-table": {
    en: "no table of the module is named {name}",
    ru: "в модуле нет таблицы {name}",
  },
  "no-frame": {
    en: "{function} must return a pandas DataFrame, not {type}",
    ru: "{function} должна возвращать DataFrame из pandas, а не {type}",
  },
  "nothing-returned": { en: "the script returned no DataFrame", ru: "скрипт не вернул ни одного DataFrame" },
  "no-columns": {
    en: "the returned DataFrame has no columns",
    ru: "в возвращённом DataFrame нет колонок",
  },
  "column-twice": {
    en: "two columns of the returned DataFrame have the same name: {column}",
    ru: "у двух колонок возвращённого DataFrame одно имя: {column}",
  },
  "index-lost": {
    en: "the returned DataFrame has an index ({index}) that would be lost: make it a column with reset_index()",
    ru: "у возвращённого DataFrame есть индекс ({index}), который потерялся бы: сделайте его колонкой через reset_index()",
  },
  "other-columns": {
    en: "a later chunk has other columns than the first",
    ru: "в следующей части другие колонки, чем в первой",
  },
  "mixed-types": {
    en: "column {column} holds values of different types ({types})",
    ru: "в колонке {column} значения разных типов ({types})",
  },
  "unknown-type": {
    en: "column {column} holds {type}, which no column type has; make it text",
    ru: "в колонке {column} значения типа {type}, которого нет среди типов колонок; сделайте их текстом",
  },
  "too-many-rows": {
    en: "the script returns more than {rows} rows",
    ru: "скрипт возвращает больше строк, чем {rows}",
  },
  "no-series": {
    en: "{function} must return a pandas Series, not {type}",
    ru: "{function} должна возвращать Series из pandas, а не {type}",
  },
  "other-length": {
    en: "{function} returned {made} values for {given}",
    ru: "{function} вернула значений: {made}, а получила: {given}",
  },
  "other-index": {
    en: "{function} returned the values in another order or with another index than it was given",
    ru: "{function} вернула значения в другом порядке или с другим индексом, чем получила",
  },
  "not-of-value": {
    en: "two runs over the same {count} values returned different ones: what it makes of a value depends on others: declare it a rule of the whole column",
    ru: "два прогона по одним и тем же значениям ({count}) вернули разное: результат для значения зависит от других; объявите правило правилом всей колонки",
  },
  "not-same": {
    en: "two runs over the same {count} values returned different ones: it does not return the same again",
    ru: "два прогона по одним и тем же значениям ({count}) вернули разное: результат не повторяется",
  },
  "not-same-rows": {
    en: "two runs over the same {count} rows returned different rows",
    ru: "два прогона по одним и тем же строкам ({count}) вернули разные строки",
  },
  "returned-script": {
    en: "upload must return a script for {table}: a text, or a dict with the key text",
    ru: "upload должна вернуть скрипт для {table}: текст или dict с ключом text",
  },
  "no-scripts": {
    en: "upload must return a dict of scripts by table, not {type}",
    ru: "upload должна вернуть dict скриптов по таблицам, а не {type}",
  },
  "no-file": { en: "its output is no file", ru: "его результат не является файлом" },
  "no-source": {
    en: "only an extraction script has a source",
    ru: "источник есть только у скрипта извлечения",
  },
  "no-target": {
    en: "only an upload script has a target",
    ru: "место назначения есть только у скрипта выгрузки",
  },
  "no-paths": {
    en: "source.get: a source of kind {kind} has no paths",
    ru: "source.get: у источника вида {kind} нет путей",
  },
  "unknown-path": {
    en: "source.get: the source has no such path. Of files and objects those are found that it lists, by their whole path or by an end that no other has; of an API what lies below its base address",
    ru: "source.get: такого пути у источника нет. Файлы и объекты находятся среди перечисленных в нём, по всему пути или по концу, которого нет у других; у API — то, что ниже основного адреса",
  },
  "path-too-large": {
    en: "source.get gives 256 MB of a path at most; read more with source.query or source.chunks",
    ru: "source.get отдаёт не больше 256 МБ; большее читайте через source.query или source.chunks",
  },
  "no-upload-sql": {
    en: "the store takes no upload script in SQL",
    ru: "хранилище не принимает скрипт выгрузки на SQL",
  },
  "unknown-language": {
    en: "nobody runs scripts in {language}",
    ru: "скрипты на языке {language} никто не выполняет",
  },
  cycle: {
    en: "a cycle: {tables} read each other",
    ru: "цикл: {tables} читают друг друга",
  },
  "not-select": { en: "it is no SELECT", ru: "это не SELECT" },
  "many-statements": {
    en: "it has {count} statements instead of one SELECT",
    ru: "в нём операторов: {count}, а нужен один SELECT",
  },
  "other-statement": {
    en: "{what} does more than read rows",
    ru: "{what} делает больше, чем чтение строк",
  },
  "unknown-parameter": {
    en: "the module has no parameter {name}",
    ru: "у модуля нет параметра {name}",
  },
  "unread-table": {
    en: "it may not read {name}: only the tables that it is given",
    ru: "читать {name} нельзя: только переданные ему таблицы",
  },
  "refused-function": {
    en: "the function {name}() looks outside of the rows",
    ru: "функция {name}() обращается за пределы строк",
  },
  "drawn-function": {
    en: "the function {name}() gives something else each time, and so would two runs over the same rows",
    ru: "функция {name}() каждый раз даёт другое, поэтому и два прогона по одним и тем же строкам разошлись бы",
  },
  "clock-function": {
    en: "{name} gives the time at which it is asked, so that two runs over the same rows would differ: take the day from a parameter of the module, $day. A column of that name is written with its table",
    ru: "{name} возвращает текущее время, поэтому два прогона по одним и тем же строкам разошлись бы: возьмите дату из параметра модуля, $day. Колонку с таким именем пишут вместе с таблицей",
  },
  "drawn-sample": {
    en: "a sample without a seed takes other rows each time: add repeatable (1)",
    ru: "выборка без начального числа каждый раз берёт другие строки: добавьте repeatable (1)",
  },
  "column-unnamed": { en: "a column has no name", ru: "у колонки нет имени" },
  unclear: {
    en: "its process says so without a reason that is known here",
    ru: "так сообщил его процесс, без известной здесь причины",
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ScriptRefusal = keyof typeof scriptRefusals;

const isRefusal = (reason: string): reason is ScriptRefusal => Object.hasOwn(scriptRefusals, reason);

/** The reason of that name; of a name that only a script can have made up, the one that says nothing. */
export const refusalOf = (reason: string): ScriptRefusal => (isRefusal(reason) ? reason : "unclear");

/**
 * An error that names where the script stands: its table, the column of a rule, and the line where that is known. It keeps what
 * fills the sentence, for who may show less of it.
 */
export function scriptRefused(
  place: ScriptPlace & { readonly line?: number },
  reason: ScriptRefusal,
  params: Readonly<Record<string, string | number>> = {},
  cause?: unknown,
): AppError {
  const { stage, line } = place;
  const { en, ru } = scriptRefusals[reason];
  const at = line === undefined ? { en: "", ru: "" } : { en: `line ${line}: `, ru: `строка ${line}: ` };
  const detail = {
    en: `${at.en}${fillText(en, params, "en")}`,
    ru: `${at.ru}${fillText(ru, params, "ru")}`,
  };
  return new AppError(
    "script-refused",
    {
      ...params,
      stage,
      table: placeName(place),
      reason,
      ...detailOf(detail),
    },
    { place: { ...place }, cause },
  );
}
