import type { DeclaredParameter } from "#lib/contracts";
import type { ModuleDocument, RuleUse } from "../document.ts";
import { type ChangeKind, change, type DocumentChange } from "./changes.ts";
import { hidden, ruleLine, shown } from "./describe.ts";
import { diffTable } from "./diff-table.ts";
import { equal, matched } from "./match.ts";

const parts: readonly (readonly [key: keyof ModuleDocument, kind: ChangeKind])[] = [
  ["name", "module"],
  ["title", "text"],
  ["description", "text"],
  ["license", "text"],
  ["keywords", "text"],
  ["person", "privacy"],
  ["policy", "privacy"],
  ["packages", "script"],
  ["packageLock", "script"],
];

const nameless = (use: (RuleUse & { readonly name: string }) | undefined): RuleUse | undefined =>
  use && { rule: use.rule, ...(use.with ? { with: use.with } : {}) };

const untitled = (parameter: DeclaredParameter | undefined) =>
  parameter && { ...parameter, title: undefined };

const withoutTables = (stores: readonly string[]) => stores.map((name) => ({ name }));

/** What changed from one document to another, in the order of the document. Positions on the canvas are no change. */
export function diffDocuments(before: ModuleDocument, after: ModuleDocument): readonly DocumentChange[] {
  const changes: DocumentChange[] = [];
  for (const [key, kind] of parts) {
    const [a, b] = [before[key], after[key]];
    if (equal(a, b)) continue;
    const action = a === undefined ? "added" : b === undefined ? "removed" : "changed";
    changes.push(change(kind, action, [key], after.name, key, { before: shown(a), after: shown(b) }));
  }
  for (const pair of matched(before.sources, after.sources, ({ name }) => name)) {
    const { action, path } = pair.place("sources");
    if (action === undefined || action === "moved") continue;
    const line = { before: shown(pair.before), after: shown(pair.after) };
    changes.push(change("source", action, path, pair.key, undefined, line));
  }
  for (const pair of matched(before.parameters ?? [], after.parameters ?? [], ({ name }) => name)) {
    const { action, path } = pair.place("parameters");
    if (action === undefined || action === "moved") continue;
    const line = { before: shown(pair.before), after: shown(pair.after) };
    const isTitle = action === "changed" && equal(untitled(pair.before), untitled(pair.after));
    changes.push(change(isTitle ? "text" : "script", action, path, pair.key, "parameters", line));
  }
  for (const pair of matched(before.hierarchies ?? [], after.hierarchies ?? [], ({ name }) => name)) {
    const { action, path } = pair.place("hierarchies");
    if (action === undefined) continue;
    // Labels and values are those of classed columns: how many there are is enough.
    const line = {
      before: ruleLine(nameless(pair.before), hidden),
      after: ruleLine(nameless(pair.after), hidden),
    };
    changes.push(change("privacy", action, path, pair.key, "hierarchies", line));
  }
  for (const pair of matched(before.patterns ?? [], after.patterns ?? [], ({ match }) => match)) {
    const { action, path } = pair.place("patterns");
    // The columns that take it decide whether its values may be shown: that it changed is enough.
    if (action !== undefined) changes.push(change("rule", action, path, pair.key, "patterns"));
  }
  for (const pair of matched(before.tables, after.tables, ({ name }) => name)) {
    const { action, path } = pair.place("tables");
    if (action === "added" || action === "removed")
      changes.push(change("table", action, path, pair.key, undefined));
    if (action === "moved" || pair.hasMoved)
      changes.push(change("table", "moved", path, pair.key, undefined));
    if (pair.before && pair.after) changes.push(...diffTable(before, pair.before, after, pair.after, path));
  }
  const stores = [
    withoutTables(before.upload?.stores ?? []),
    withoutTables(after.upload?.stores ?? []),
  ] as const;
  for (const pair of matched(...stores, ({ name }) => name)) {
    const { action, path } = pair.place("upload", "stores");
    if (action === "added" || action === "removed")
      changes.push(change("store", action, path, pair.key, undefined));
  }
  const [was, is] = [before.upload?.script, after.upload?.script];
  if (!equal(was, is)) {
    const action = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    changes.push(change("script", action, ["upload", "script"], after.name, "upload"));
  }
  return changes;
}
