import { isObject, type Json, type Path, readAt } from "#lib/drafting";

/** A path with names where the document has them: `tables › customers › columns › email › anonymize`. */
export function conflictPlace(document: Json, path: Path): string {
  const words = path.map((step, index) => {
    if (typeof step === "string") return step;
    const item = readAt(document, path.slice(0, index + 1));
    return isObject(item) && typeof item.name === "string" ? item.name : String(step + 1);
  });
  return words.join(" › ");
}
