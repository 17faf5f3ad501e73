import { classesProblem } from "../classes/classes-problem.ts";
import { Cutter, type Part } from "./cut.ts";
import type { Partition, PartitionRequest, PartitionResult } from "./generalization.ts";
import { PreparedCosts } from "./prepared-costs.ts";
import { reasons } from "./reasons.ts";
import { requestProblem } from "./request-problem.ts";
import { visitsOf } from "./search-state.ts";

/**
 * Mondrian (K. LeFevre et al., Mondrian multidimensional k-anonymity, 2006) along hierarchies: classes are cut one column at a
 * time, the one that says least first, for as long as the models hold. Every class gets levels of its own, and all that is
 * published is a label of a hierarchy.
 */
export function findPartition(request: PartitionRequest): PartitionResult {
  const problem = classesProblem(request.classes) ?? requestProblem(request);
  if (problem) return { outcome: "refused", reason: problem };
  const cutter = new Cutter(request);
  const visits = visitsOf(request.budget);
  const open: Part[] = [];
  const closed: Part[] = [];
  for (const { part, holds } of cutter.roots()) if (holds) open.push(part);
  for (let part = open.pop(); part; part = open.pop()) {
    const parts = cutter.visited < visits ? firstCut(cutter, part) : undefined;
    if (parts) open.push(...parts);
    else closed.push(part);
  }
  const best = measurePartition(request, cutter, closed);
  if (best.classes === 0 || best.suppressedRows > request.suppressionLimit)
    return { outcome: "none", reason: reasons.none };
  const complete = cutter.visited < visits;
  return { outcome: "found", best, complete, ...(complete ? {} : { reason: reasons.budget }) };
}

/** Cuts the column whose label covers most of its domain; where that is forbidden, the next. */
function firstCut(cutter: Cutter, part: Part): readonly Part[] | undefined {
  const [first = 0] = part.members;
  const candidates = cutter.columns.flatMap(({ codes, levels, weight }, at) => {
    const level = part.levels[at] ?? 0;
    if (level === 0 || part.closed.has(at)) return [];
    const label = levels[level]?.labels[codes[first] ?? 0] ?? 0;
    return [{ at, width: (levels[level]?.share[label] ?? 1) * (weight ?? 1) }];
  });
  for (const { at } of candidates.sort((a, b) => b.width - a.width || a.at - b.at)) {
    const parts = cutter.cut(part, at);
    if (parts) return parts;
  }
  return undefined;
}

function measurePartition(request: PartitionRequest, { classes }: Cutter, parts: readonly Part[]): Partition {
  const { columns } = request.classes;
  const costs = new PreparedCosts(request.loss ?? { rule: "granularity", with: {} }, request.classes);
  const sizes = parts.map(({ members }) => members.reduce((sum, at) => sum + (classes.rows[at] ?? 0), 0));
  const kept = parts.flatMap((part, at) => ((sizes[at] ?? 0) > 0 ? [{ part, rows: sizes[at] ?? 0 }] : []));
  const classOf = new Int32Array(classes.count).fill(-1);
  for (const [at, { part }] of kept.entries()) for (const member of part.members) classOf[member] = at;
  const suppressedRows = costs.rows - kept.reduce((sum, { rows }) => sum + rows, 0);
  const sums = costs.columns.map((cost, column) => {
    const codes = columns[column]?.codes ?? new Int32Array();
    const top = cost.suppressed.length - 1;
    let sum = 0;
    for (const [at, own] of classOf.entries()) {
      const level = kept[own]?.part.levels[column];
      const table = level === undefined ? cost.suppressed[top] : cost.kept[level];
      sum += (classes.rows[at] ?? 0) * (table?.[codes[at] ?? 0] ?? 1);
    }
    return sum;
  });
  const squares = kept.reduce((sum, { rows }) => sum + rows * rows, 0);
  const score = costs.scoreOf(sums, { classes: kept.length, squares, suppressedRows });
  const lossByColumn = costs.lossByColumn();
  return {
    classOf,
    levels: kept.map(({ part }) => part.levels),
    score,
    ...(lossByColumn ? { lossByColumn } : {}),
    suppressedRows,
    classes: kept.length,
    smallestClass: kept.reduce((least, { rows }) => Math.min(least, rows), kept[0]?.rows ?? 0),
    largestClass: kept.reduce((most, { rows }) => Math.max(most, rows), 0),
    averageClass: kept.length === 0 ? 0 : (costs.rows - suppressedRows) / kept.length,
  };
}
