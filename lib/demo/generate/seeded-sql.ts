/**
 * Pseudo-random SQL for generators. Every choice is a hash of the row's number, so a row is the same whatever the batch,
 * the order or the number of rows, and inside PostgreSQL it costs no round trip.
 */

/** A string literal of PostgreSQL. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A constant array of texts; PostgreSQL folds it once for the whole statement. */
export const textArray = (values: readonly string[]): string => `array[${values.map(text).join(",")}]`;

// FNV-1a over UTF-16 units, cut to 31 bits: only keeps the labels of a generator apart.
function saltOf(label: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < label.length; index += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
  }
  return hash & 0x7fffffff;
}

export interface SeededSql {
  /** A non-negative 31-bit number, independent for each label. `key` is a bigint expression, the row's number. */
  bits(label: string, key?: string): string;
  below(label: string, limit: number | string, key?: string): string;
  pick(label: string, values: readonly string[], key?: string): string;
  chance(label: string, share: number, key?: string): string;
  /** One of several expressions, by weight; the last takes what is left. */
  oneOf(
    label: string,
    options: readonly (readonly [weight: number, expression: string])[],
    key?: string,
  ): string;
}

const scale = 1_000_000;

/** Choices of one table under one seed. */
export function seededSql(seed: number, table: string): SeededSql {
  const bits = (label: string, key = "i") =>
    `(hashint8extended((${key})::bigint, ${saltOf(`${seed}/${table}/${label}`)}) & 2147483647)`;
  return {
    bits,
    below: (label, limit, key) => `(${bits(label, key)} % (${limit}))`,
    pick: (label, values, key) => `(${textArray(values)})[1 + ${bits(label, key)} % ${values.length}]`,
    chance: (label, share, key) => `(${bits(label, key)} % ${scale} < ${Math.round(share * scale)})`,
    oneOf: (label, options, key) => {
      let reached = 0;
      const total = options.reduce((sum, [weight]) => sum + weight, 0);
      const draw = `${bits(label, key)} % ${scale}`;
      const arms = options.map(([weight, expression], index) => {
        reached += weight;
        return index === options.length - 1
          ? `else ${expression}`
          : `when ${draw} < ${Math.round((reached / total) * scale)} then ${expression}`;
      });
      return options.length === 1 ? (options[0]?.[1] ?? "null") : `(case ${arms.join(" ")} end)`;
    },
  };
}
