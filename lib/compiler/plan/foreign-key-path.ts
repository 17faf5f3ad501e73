import type { ForeignKeyPlan, ModulePlan, TablePlan } from "./module-plan.ts";

/** One step from a table to a parent. */
export interface Hop {
  readonly table: string;
  readonly foreignKey: ForeignKeyPlan;
}

export const tablePlan = (plan: ModulePlan, name: string): TablePlan | undefined =>
  plan.tables.find((table) => table.name === name);

/** The shortest way by foreign keys from a table to another one: empty for the table itself, undefined where there is none. */
export function foreignKeyPath(plan: ModulePlan, from: string, to: string): readonly Hop[] | undefined {
  const reached = new Map<string, readonly Hop[]>([[from, []]]);
  const queue = [from];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    const path = reached.get(current) ?? [];
    if (current === to) return path;
    for (const foreignKey of tablePlan(plan, current)?.foreignKeys ?? []) {
      // A key for some rows only leads the others nowhere, or to a stranger whose key is equal by chance.
      if (foreignKey.when || reached.has(foreignKey.parent)) continue;
      reached.set(foreignKey.parent, [...path, { table: current, foreignKey }]);
      queue.push(foreignKey.parent);
    }
  }
  return undefined;
}

/** All parents a table reaches by foreign keys, nearest first, itself left out. */
export function ancestors(plan: ModulePlan, table: string): readonly string[] {
  const found: string[] = [];
  const queue = [table];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    for (const foreignKey of tablePlan(plan, current)?.foreignKeys ?? []) {
      if (foreignKey.when || foreignKey.parent === table || found.includes(foreignKey.parent)) continue;
      found.push(foreignKey.parent);
      queue.push(foreignKey.parent);
    }
  }
  return found;
}
