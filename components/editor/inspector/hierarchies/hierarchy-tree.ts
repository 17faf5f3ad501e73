/** A value with its labels, level 0 first, and how many rows of a sample have it. */
export interface LabelledValue {
  readonly labels: readonly string[];
  readonly rows?: number | undefined;
}

export interface TreeNode {
  /** The labels from the top down to this one. */
  readonly id: string;
  readonly level: number;
  readonly label: string;
  /** Different values below it, itself where it is one. */
  readonly values: number;
  /** Rows of the sample, where they are known. */
  readonly rows?: number | undefined;
  readonly children: readonly TreeNode[];
}

interface Growing {
  readonly label: string;
  readonly members: LabelledValue[];
}

function nodesOf(values: readonly LabelledValue[], level: number, above: string): readonly TreeNode[] {
  const groups = new Map<string, Growing>();
  for (const value of values) {
    const label = value.labels[level] ?? "";
    const group = groups.get(label) ?? { label, members: [] };
    group.members.push(value);
    groups.set(label, group);
  }
  return [...groups.values()].map(({ label, members }) => {
    const id = `${above}/${encodeURIComponent(label)}`;
    const counted = members.some(({ rows }) => rows !== undefined);
    return {
      id,
      level,
      label,
      values: members.length,
      ...(counted ? { rows: members.reduce((sum, { rows = 0 }) => sum + rows, 0) } : {}),
      children: level === 0 ? [] : nodesOf(members, level - 1, id),
    };
  });
}

/** The values put together level by level, from the top down. */
export function hierarchyTree(values: readonly LabelledValue[]): readonly TreeNode[] {
  const height = Math.max(0, ...values.slice(0, 1).map(({ labels }) => labels.length - 1));
  return values.length === 0 ? [] : nodesOf(values, height, "");
}

/** Where a class stands in the tree of some rows. */
export function findNode(
  rows: readonly (readonly string[])[],
  { level, label }: { readonly level: number; readonly label: string },
): TreeNode | undefined {
  const all = nodesInSight(hierarchyTree(rows.map((labels) => ({ labels }))), (node) => node.level > level);
  return all.find((node) => node.level === level && node.label === label);
}

/** The nodes in sight: the roots, and what is under each open one. */
export function nodesInSight(
  nodes: readonly TreeNode[],
  isOpen: (node: TreeNode) => boolean,
): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...(isOpen(node) ? nodesInSight(node.children, isOpen) : [])]);
}
