import { isObject, type Json, type JsonObject, readAt, writeAt } from "../json.ts";
import type { Edit } from "./edit.ts";

/** Pictures of a module whose tables somebody may put in a place of their own. */
export type PictureId = "steps" | "relations";

/** Pixels of the picture, of a table's upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const pathOf = (picture: PictureId) => ["ui", "canvas", picture] as const;

const entries = (document: Json, picture: PictureId): readonly JsonObject[] => {
  const found = readAt(document, pathOf(picture));
  return Array.isArray(found) ? found.filter(isObject) : [];
};

/** Where somebody put tables; all others stand where the layout puts them. */
export function placesOf(document: Json, picture: PictureId): ReadonlyMap<string, Place> {
  return new Map(
    entries(document, picture).flatMap(({ name, x, y }): [string, Place][] =>
      typeof name === "string" && typeof x === "number" && typeof y === "number" ? [[name, { x, y }]] : [],
    ),
  );
}

/** Puts tables somewhere on a picture. A run does not look at it. */
export function placeTables(picture: PictureId, places: ReadonlyMap<string, Place>): Edit {
  const words = [...places.keys()].join(", ");
  return {
    label: { en: `Place ${words}`, ru: `Разместить ${words}` },
    group: `place ${words}`,
    apply: (document) => {
      const placed = [...places].map(([name, { x, y }]) => ({ name, x: Math.round(x), y: Math.round(y) }));
      const others = entries(document, picture).filter(
        ({ name }) => !placed.some((one) => one.name === name),
      );
      return writeAt(document, pathOf(picture), [...others, ...placed]);
    },
  };
}

/** Gives every table the place that the layout has for it. */
export const arrangeTables = (picture: PictureId): Edit => ({
  label: { en: "Arrange the canvas", ru: "Упорядочить холст" },
  apply: (document) => withoutEmptyUi(writeAt(document, pathOf(picture), undefined)),
});

/** No trace of pictures that nobody changed. */
export function withoutEmptyUi(document: Json): Json {
  const isEmpty = (value: Json | undefined) => isObject(value) && Object.keys(value).length === 0;
  const canvas = isEmpty(readAt(document, ["ui", "canvas"]))
    ? writeAt(document, ["ui", "canvas"], undefined)
    : document;
  return isEmpty(readAt(canvas, ["ui"])) ? writeAt(canvas, ["ui"], undefined) : canvas;
}

/** The places after a table got another name, or, without one, is gone. */
export function withPlacesOf(document: Json, from: string, to?: string): Json {
  const pictures: readonly PictureId[] = ["steps", "relations"];
  return pictures.reduce((next, picture) => {
    const found = entries(next, picture);
    if (!found.some(({ name }) => name === from)) return next;
    const changed = found.flatMap((one) => (one.name !== from ? [one] : to ? [{ ...one, name: to }] : []));
    return changed.length > 0
      ? writeAt(next, pathOf(picture), changed)
      : withoutEmptyUi(writeAt(next, pathOf(picture), undefined));
  }, document);
}
