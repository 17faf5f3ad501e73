import { lengthLimitOf } from "#lib/anonymizers";
import { publishedColumns, type TablePlan, tableNames } from "#lib/compiler";
import { AppError, type Text } from "#lib/kernel";
import { join, name, sql } from "#lib/sql";
import type { StoreLimits } from "#lib/stores";
import type { BoundStore } from "./ports.ts";
import type { RunContext } from "./run-context.ts";

/**
 * What is published must fit the stores that it goes to. What the document tells is proved before the run reads anything,
 * what only the data tell at the end of Protect, before anything is written: a trial finds both.
 */

type Published = ReturnType<typeof publishedColumns>[number];

const cannotHold = (store: string, table: string, column: string, text: Text): AppError =>
  new AppError("store-cannot-hold", { store, table, column, ...text }, { place: { table, column } });

/** The stores that the module goes to, with what each of them cannot hold. */
const limitedStores = ({
  ports,
  document,
}: RunContext["request"]): readonly { readonly store: BoundStore; readonly limits: StoreLimits }[] =>
  ports.stores
    .filter(
      ({ name: own }) => document.upload?.stores.includes(own) || document.upload?.script?.store === own,
    )
    .flatMap((store) => (store.driver.limits ? [{ store, limits: store.driver.limits }] : []));

const publishedTables = ({ plan }: RunContext): readonly TablePlan[] =>
  plan.tables.filter(({ publish }) => publish);

/** The columns of the key that the store will make of a table; none where one of them is not published. */
function keyOf(table: TablePlan): readonly Published[] {
  const columns = table.primaryKey?.columns ?? [];
  const found = publishedColumns(table).filter(({ column }) => columns.includes(column.name));
  return found.length === columns.length ? found : [];
}

/** The first name that the store would take for an earlier one. */
function mistaken(
  names: readonly string[],
  storedName: NonNullable<StoreLimits["storedName"]>,
): { readonly name: string; readonly other: string } | undefined {
  const seen = new Map<string, string>();
  for (const own of names) {
    const stored = storedName(own);
    const other = seen.get(stored);
    if (other !== undefined) return { name: own, other };
    seen.set(stored, own);
  }
  return undefined;
}

const taken = ({ name: own, other }: { name: string; other: string }): Text => ({
  en: `There ${own} would have the name of ${other}: rename one of them.`,
  ru: `Имя ${own} совпало бы там с ${other}: переименуйте одно из них.`,
});

function checkTable(store: string, limits: StoreLimits, table: TablePlan): void {
  const names = publishedColumns(table).map(({ column }) => column.name);
  const most = limits.columns ?? names.length;
  if (names.length > most)
    throw cannotHold(store, table.name, names[most] ?? "", {
      en: `It takes at most ${most} columns a table, and this one publishes ${names.length}: divide it or drop some.`,
      ru: `В таблице помещается не больше ${most} колонок, а публикуется ${names.length}: разделите таблицу или уберите лишние.`,
    });
  const reserved = names.find((own) => limits.reservedColumns?.includes(own));
  if (reserved !== undefined)
    throw cannotHold(store, table.name, reserved, {
      en: "It keeps this name for a column of its own: rename the column and read the old one with `from`.",
      ru: "Это имя занято его собственной колонкой: переименуйте колонку, а прежнюю читайте через `from`.",
    });
  const repeated = limits.storedName && mistaken(names, limits.storedName);
  if (repeated) throw cannotHold(store, table.name, repeated.name, taken(repeated));
  const key = keyOf(table);
  if (key.length > (limits.keyColumns ?? key.length))
    throw cannotHold(store, table.name, key.map(({ column }) => column.name).join(", "), {
      en: `A key there has at most ${limits.keyColumns} columns.`,
      ru: `В ключе там не больше ${limits.keyColumns} колонок.`,
    });
}

/** Throws `store-cannot-hold` where the document alone tells that a store cannot hold what it would get. */
export function assertStoresFit(context: RunContext): void {
  for (const { store, limits } of limitedStores(context.request)) {
    const tables = publishedTables(context);
    for (const table of tables) checkTable(store.name, limits, table);
    const names = tables.map((table) => table.name);
    const repeated = limits.storedName && mistaken(names, limits.storedName);
    if (repeated) throw cannotHold(store.name, repeated.name, "–", taken(repeated));
  }
}

const isText = ({ publication }: Published): boolean => ["string", "json"].includes(publication.type.name);

/** What a rule writes itself, up to a length that it promises, holds no character of the data. */
const longest = ({ publication }: Published): number | undefined => {
  const limit = publication.how === "rule" ? lengthLimitOf(publication.rule, publication.params) : undefined;
  return typeof limit === "number" ? limit : undefined;
};

async function checkCharacters(context: RunContext, table: TablePlan, store: string): Promise<void> {
  const texts = publishedColumns(table).filter((one) => isText(one) && longest(one) === undefined);
  if (texts.length === 0) return;
  const counts = texts.map(
    ({ column }, index) =>
      sql`count(*) filter (contains(${name(column.name)}::varchar, chr(0))) as ${name(`c${index}`)}`,
  );
  const [found] = await context.engine.rows(
    sql`select ${join(counts)} from ${tableNames.published(table.name)}`,
  );
  for (const [index, { column }] of texts.entries()) {
    const rows = Number(found?.[`c${index}`] ?? 0);
    if (rows === 0) continue;
    throw cannotHold(store, table.name, column.name, {
      en: `${rows} values hold the character NUL, which its texts cannot: take it out with regex-replace, pattern \\x00.`,
      ru: `Значений с символом NUL, которого в его текстах быть не может: ${rows}. Уберите его правилом regex-replace, шаблон \\x00.`,
    });
  }
}

async function checkKeyBytes(
  context: RunContext,
  table: TablePlan,
  store: string,
  most: number,
): Promise<void> {
  const key = keyOf(table);
  const sized = key.filter((one) => isText(one) || one.publication.type.name === "binary");
  // Four bytes a character at most, and sixteen a value of any other type.
  const proved = key.reduce((sum, one) => sum + (sized.includes(one) ? 4 * (longest(one) ?? most) : 16), 0);
  if (sized.length === 0 || proved <= most) return;
  const bytes = sized
    .map((one) =>
      isText(one)
        ? sql`strlen(${name(one.column.name)}::varchar)`
        : sql`octet_length(${name(one.column.name)})`,
    )
    .reduce((sum, one) => sql`${sum} + ${one}`);
  const rows = await context.engine.count(
    sql`select count(*) from ${tableNames.published(table.name)} where ${bytes} > ${most - 16 * (key.length - sized.length)}`,
  );
  if (rows === 0) return;
  throw cannotHold(store, table.name, sized.map(({ column }) => column.name).join(", "), {
    en: `Keys there have at most ${most} bytes, and ${rows} rows have longer ones: publish the key by pseudonymize or surrogate, or check its length.`,
    ru: `Ключи там не длиннее ${most} байт, строк с более длинными: ${rows}. Публикуйте ключ через pseudonymize или surrogate либо проверяйте его длину.`,
  });
}

/** Throws `store-cannot-hold` where a published value fits our record and not a store. */
export async function assertStoresHold(context: RunContext): Promise<void> {
  for (const { store, limits } of limitedStores(context.request)) {
    for (const table of publishedTables(context)) {
      context.engine.at({ stage: "protect", table: table.name });
      if (limits.refusesNul) await checkCharacters(context, table, store.name);
      if (limits.keyBytes !== undefined) await checkKeyBytes(context, table, store.name, limits.keyBytes);
    }
  }
}
