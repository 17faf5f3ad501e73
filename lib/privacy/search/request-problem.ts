import type { Text } from "#lib/kernel";
import { findPrivacyModel } from "../models/registry.ts";
import type { GeneralizationRequest } from "./generalization.ts";

/** Why models do not fit the classes they are asked of; undefined where they do. */
export function requestProblem({
  classes,
  models,
  suppressionLimit,
}: GeneralizationRequest): Text | undefined {
  if (!(suppressionLimit >= 0))
    return {
      en: "The suppression limit is not a number of rows",
      ru: "Предел подавления — не число строк",
    };
  for (const use of models) {
    const model = findPrivacyModel(use.rule);
    const params = model?.params.safeParse(use.with);
    if (!model || !params?.success)
      return {
        en: `${use.rule} cannot be asked for with these parameters`,
        ru: `${use.rule} не принимает такие параметры`,
      };
    const column = model.column?.(params.data);
    if (column !== undefined && !classes.sensitive?.some(({ name }) => name === column))
      return {
        en: `${use.rule} needs the sensitive values of column ${column}`,
        ru: `${use.rule} нужны чувствительные значения колонки ${column}`,
      };
    if (model.needs === "population" && !classes.population)
      return {
        en: `${use.rule} needs a population table`,
        ru: `${use.rule} нужна таблица генеральной совокупности`,
      };
  }
  return undefined;
}
