import { isObject, type Json, readAt, writeAt } from "../json.ts";
import { withoutEmptyUi, withPlacesOf } from "./canvas.ts";
import type { Edit } from "./edit.ts";

/** Tables that are drawn together, and as one node while the group is closed. A table is in one group at most. */
export interface TableGroup {
  readonly name: string;
  readonly tables: readonly string[];
}

/** A closed group as a node of the picture: no table has such a name. */
const nodeStart = "__group ";
export const groupNode = (name: string): string => nodeStart + name;
/** The group of such a node; undefined for a table. */
export const groupOfNode = (node: string): string | undefined =>
  node.startsWith(nodeStart) ? node.slice(nodeStart.length) : undefined;

const path = ["ui", "canvas", "groups"] as const;

/** The groups that somebody made; a run does not look at them. */
export function groupsOf(document: Json): readonly TableGroup[] {
  const found = readAt(document, path);
  return (Array.isArray(found) ? found : []).flatMap((one): TableGroup[] => {
    if (!isObject(one) || typeof one.name !== "string" || !Array.isArray(one.tables)) return [];
    return [{ name: one.name, tables: one.tables.filter((table) => typeof table === "string") }];
  });
}

/** Groups without tables are gone, and so is what held them. */
export function withGroups(document: Json, groups: readonly TableGroup[]): Json {
  const kept = groups.filter(({ tables }) => tables.length > 0);
  if (kept.length === 0 && readAt(document, path) === undefined) return document;
  const value = kept.map(({ name, tables }) => ({ name, tables: [...tables] }));
  return withoutEmptyUi(writeAt(document, path, value.length > 0 ? value : undefined));
}

/** Puts exactly these tables into a group, out of whichever they were in; `before` is its name until now. */
export const setGroup = ({ name, tables }: TableGroup, before = name): Edit => ({
  label: { en: `Group ${name}`, ru: `Группа ${name}` },
  apply: (document) => {
    const groups = groupsOf(document);
    const at = groups.findIndex((one) => one.name === before);
    const others = groups.map(
      (one): TableGroup => ({
        ...one,
        tables: one.tables.filter((table) => !tables.includes(table)),
      }),
    );
    const made = { name, tables };
    const grouped = withGroups(document, at < 0 ? [...others, made] : others.with(at, made));
    return before === name ? grouped : withPlacesOf(grouped, groupNode(before), groupNode(name));
  },
});

/** Takes a group apart; its tables stay. */
export const removeGroup = (name: string): Edit => ({
  label: { en: `Take group ${name} apart`, ru: `Разгруппировать ${name}` },
  apply: (document) =>
    withGroups(
      withPlacesOf(document, groupNode(name)),
      groupsOf(document).filter((one) => one.name !== name),
    ),
});

/** The groups after a table got another name, or, without one, is gone. */
export function withGroupsOf(document: Json, from: string, to?: string): Json {
  const groups = groupsOf(document);
  if (!groups.some(({ tables }) => tables.includes(from))) return document;
  return withGroups(
    document,
    groups.map((one) => ({
      ...one,
      tables: one.tables.flatMap((table) => (table !== from ? [table] : to === undefined ? [] : [to])),
    })),
  );
}
