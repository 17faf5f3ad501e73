import { modelColumn, type RequiredModel } from "#lib/metadata";

/** `distinct-l-diversity 3 (diagnosis)`. */
export const modelName = (model: RequiredModel): string => {
  const column = modelColumn(model);
  const numbers = Object.values(model.with).filter((value) => typeof value === "number");
  return `${model.rule} ${numbers.join(" ")}${column === undefined ? "" : ` (${column})`}`;
};
