import type { PrivacyDocument } from "./document.ts";

/** One privacy model of a table with its parameters. */
export type RequiredModel =
  | { readonly rule: "k-anonymity"; readonly with: { readonly k: number } }
  | { readonly rule: "k-map"; readonly with: { readonly k: number } }
  | {
      readonly rule: "distinct-l-diversity" | "entropy-l-diversity";
      readonly with: { readonly column: string; readonly l: number };
    }
  | {
      readonly rule: "recursive-l-diversity";
      readonly with: { readonly column: string; readonly l: number; readonly c: number };
    }
  | {
      readonly rule: "equal-t-closeness" | "ordered-t-closeness";
      readonly with: { readonly column: string; readonly t: number };
    }
  | {
      readonly rule: "delta-disclosure";
      readonly with: { readonly column: string; readonly delta: number };
    };

/** The models that a table's `privacy` asks for, in a fixed order. */
export function requiredModels(privacy: PrivacyDocument | undefined): readonly RequiredModel[] {
  if (!privacy) return [];
  const { kAnonymity, kMap, lDiversity, tCloseness, deltaDisclosure } = privacy;
  const models: RequiredModel[] = [];
  if (kAnonymity !== undefined) models.push({ rule: "k-anonymity", with: { k: kAnonymity } });
  if (kMap) models.push({ rule: "k-map", with: { k: kMap.k } });
  if (lDiversity) {
    const { column, l, kind = "distinct", c = 1 } = lDiversity;
    if (kind === "recursive") models.push({ rule: "recursive-l-diversity", with: { column, l, c } });
    else models.push({ rule: `${kind}-l-diversity`, with: { column, l } });
  }
  if (tCloseness) {
    const { column, t, distance = "equal" } = tCloseness;
    models.push({ rule: `${distance}-t-closeness`, with: { column, t } });
  }
  if (deltaDisclosure) models.push({ rule: "delta-disclosure", with: deltaDisclosure });
  return models;
}

/** The sensitive column a model looks at. */
export const modelColumn = (model: RequiredModel): string | undefined =>
  "column" in model.with ? model.with.column : undefined;
