import type { Text } from "#lib/kernel";
import type { AggregatedClasses, ClassColumn } from "./aggregated-classes.ts";

/** Combinations that still fit in memory: a search takes about 60 bytes for each. */
const mostCombinations = 2 ** 25;

/** Why classes cannot be searched: arrays that do not fit each other, or a hierarchy that is none. */
export function classesProblem(classes: AggregatedClasses): Text | undefined {
  const count = classes.rows.length;
  if (count > mostCombinations)
    return {
      en: `There are ${count} combinations of quasi-identifiers, more than ${mostCombinations}: generalize some first`,
      ru: `Сочетаний квазиидентификаторов ${count}, больше ${mostCombinations}: сначала обобщите некоторые`,
    };
  const lengths = [classes.population?.length, ...classes.columns.map(({ codes }) => codes.length)];
  const { persons } = classes;
  if (persons?.kind === "counts") lengths.push(persons.counts.length);
  if (persons?.kind === "lists") lengths.push(persons.offsets.length - 1);
  for (const { offsets } of classes.sensitive ?? []) lengths.push(offsets.length - 1);
  if (lengths.some((length) => length !== undefined && length !== count))
    return { en: "Columns of classes differ in length", ru: "Колонки классов разной длины" };
  if (!classes.rows.some((rows) => rows > 0)) return { en: "There are no rows", ru: "Нет ни одной строки" };
  for (const column of classes.columns) {
    const problem = columnProblem(column);
    if (problem) return problem;
  }
  return undefined;
}

function columnProblem({ name, codes, levels }: ClassColumn): Text | undefined {
  const domain = levels[0]?.labels.length ?? 0;
  if (codes.some((code) => code < 0 || code >= domain))
    return {
      en: `The hierarchy of ${name} does not cover a value`,
      ru: `Иерархия колонки ${name} не охватывает одно из значений`,
    };
  for (const [at, level] of levels.entries()) {
    if (level.labels.length !== domain || level.labels.some((label) => !(label < level.share.length)))
      return {
        en: `Level ${at} of the hierarchy of ${name} does not cover a value`,
        ru: `Уровень ${at} иерархии колонки ${name} не охватывает одно из значений`,
      };
    const below = levels[at - 1];
    if (below && !isNested(below, level))
      return {
        en: `Level ${at} of the hierarchy of ${name} parts values that level ${at - 1} joins`,
        ru: `Уровень ${at} иерархии колонки ${name} разделяет значения, которые уровень ${at - 1} объединяет`,
      };
  }
  return undefined;
}

/** Whether equal labels stay equal on the next level, and none comes to stand for less. */
function isNested(below: ClassColumn["levels"][number], level: ClassColumn["levels"][number]): boolean {
  const above = new Int32Array(below.share.length).fill(-1);
  return below.labels.every((label, code) => {
    const next = level.labels[code] ?? 0;
    const first = above[label] ?? -1;
    above[label] = next;
    return (first < 0 || first === next) && (level.share[next] ?? 0) >= (below.share[label] ?? 0);
  });
}
