import {
  IconArrowDown,
  IconArrowUp,
  IconBoxMultiple,
  IconCode,
  IconLink,
  IconListCheck,
  IconPencil,
  type IconProps,
  IconShieldCheck,
  IconTablePlus,
  IconTrash,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { type StageId, stageIds } from "#lib/contracts";
import type { DraftTable } from "#lib/drafting";
import type { DeedId } from "../../shell/keys/shortcuts.ts";
import type { MenuItem } from "../../ui/menu-list.tsx";
import type { Selection } from "../frame/selection.ts";
import type { Commands } from "./commands-context.tsx";

interface TableCommand {
  readonly icon: ComponentType<IconProps>;
  /** The shortcut of the canvas and the outline that does the same. */
  readonly keys?: DeedId;
  /** For a table alone, for a column too. */
  readonly isForColumns?: true;
  readonly isOffered?: (table: DraftTable) => boolean;
  readonly run: (commands: Commands, at: Selection) => void;
}

export const tableCommandIds = [
  "transform",
  "cleanse",
  "check",
  "connect",
  "rename",
  "group",
  "earlier",
  "later",
  "addTables",
  "remove",
] as const;
export type TableCommandId = (typeof tableCommandIds)[number];

/** What can be done with a table or column, from the canvas and the outline alike. */
export const tableCommands: Readonly<Record<TableCommandId, TableCommand>> = {
  transform: {
    icon: IconCode,
    isOffered: (table) => table.transformation === undefined,
    run: (commands, { table }) => commands.addTransformation(table),
  },
  cleanse: {
    icon: IconListCheck,
    isForColumns: true,
    run: (commands, { table, column }) =>
      column === undefined
        ? commands.ask({ kind: "cleanse", table })
        : commands.openInspector({ table, column, stage: "cleanse" }),
  },
  check: { icon: IconShieldCheck, run: (commands, { table }) => commands.ask({ kind: "check", table }) },
  connect: {
    icon: IconLink,
    keys: "connect",
    isForColumns: true,
    run: (commands, { table, column }) => commands.ask({ kind: "connect", table, column }),
  },
  rename: {
    icon: IconPencil,
    keys: "rename",
    isForColumns: true,
    run: (commands, { table, column }) => commands.ask({ kind: "rename", table, column }),
  },
  group: {
    icon: IconBoxMultiple,
    keys: "group",
    run: (commands, { table }) => commands.ask({ kind: "group", table }),
  },
  earlier: { icon: IconArrowUp, run: (commands, { table }) => commands.reorder(table, -1) },
  later: { icon: IconArrowDown, run: (commands, { table }) => commands.reorder(table, 1) },
  addTables: { icon: IconTablePlus, run: (commands) => commands.ask({ kind: "add-tables" }) },
  remove: {
    icon: IconTrash,
    keys: "remove",
    isForColumns: true,
    run: (commands, at) => commands.remove(at),
  },
};

/** What may stand behind a stage: steps of Cleanse, scripts, keys, and whole tables. The order of stages is fixed. */
const afterStage: Readonly<Record<StageId, readonly TableCommandId[]>> = {
  extract: ["transform"],
  transform: ["cleanse", "check"],
  cleanse: ["cleanse", "check", "connect"],
  keys: ["connect"],
  anonymize: [],
  protect: [],
  upload: [],
  publish: ["addTables"],
};

export const insertsAfter = (table: DraftTable, stage: StageId): readonly TableCommandId[] =>
  afterStage[stage].filter((id) => tableCommands[id].isOffered?.(table) ?? true);

type Words = (key: `command.${TableCommandId}`) => string;

export function menuItems(
  ids: readonly TableCommandId[],
  {
    t,
    commands,
    at,
    table,
    keysOf,
  }: {
    t: Words;
    commands: Commands;
    at: Selection;
    table: DraftTable;
    /** As this person has them, to be read. */
    keysOf: (id: DeedId) => string | undefined;
  },
): readonly MenuItem[] {
  return ids.flatMap((id): MenuItem[] => {
    const { icon: Icon, keys, isForColumns, isOffered, run } = tableCommands[id];
    if (at.column !== undefined && !isForColumns) return [];
    if (isOffered && !isOffered(table)) return [];
    return [
      {
        id,
        text: t(`command.${id}`),
        icon: <Icon size={15} aria-hidden />,
        keys: keys && keysOf(keys),
        choose: () => run(commands, at),
      },
    ];
  });
}

/** Ways to the stages of a table, for views that do not draw them. */
export const stageItems = (
  table: string,
  { t, go }: { t: (stage: StageId) => string; go: (at: Selection) => void },
): readonly MenuItem[] =>
  stageIds.map((stage) => ({
    id: `stage-${stage}`,
    text: t(stage),
    choose: () => go({ table, stage }),
  }));

/** What can be done with a group of tables. */
export const groupItems = (
  name: string,
  { t, commands }: { t: (key: "editGroup" | "ungroup") => string; commands: Commands },
): readonly MenuItem[] => [
  {
    id: "edit-group",
    text: t("editGroup"),
    icon: <IconPencil size={15} aria-hidden />,
    choose: () => commands.ask({ kind: "group", group: name }),
  },
  {
    id: "ungroup",
    text: t("ungroup"),
    icon: <IconTrash size={15} aria-hidden />,
    choose: () => commands.ungroup(name),
  },
];
