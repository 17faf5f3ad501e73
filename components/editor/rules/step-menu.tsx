import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconCursorText,
  IconEye,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconToggleLeft,
  IconToggleRight,
  IconTrash,
} from "@tabler/icons-react";
import type { useTranslations } from "next-intl";

export interface StepActions {
  readonly move: (to: number) => void;
  readonly remove: () => void;
  readonly duplicate: () => void;
  /** Opens the step where its name is written. */
  readonly name: () => void;
  readonly disable: (isDisabled: boolean) => void;
  /** Asks for a rule to put before the step that has this index now. */
  readonly insert: (place: number) => void;
  readonly seeData?: (() => void) | undefined;
  readonly drag: () => void;
  readonly dragEnd: () => void;
  readonly drop: () => void;
}

interface Asked {
  readonly index: number;
  readonly count: number;
  readonly isDisabled: boolean;
  readonly mayEdit: boolean;
  readonly actions: StepActions;
}

/** What can be done with a step; who may not edit can look at its data only. */
export function stepMenu(
  t: ReturnType<typeof useTranslations<"editor.inspect">>,
  { index, count, isDisabled, mayEdit, actions }: Asked,
) {
  const see = actions.seeData
    ? [{ id: "see", text: t("seeData"), icon: <IconEye size={15} />, choose: actions.seeData }]
    : [];
  if (!mayEdit) return see;
  return [
    ...see,
    {
      id: "name",
      text: t("nameStep"),
      icon: <IconCursorText size={15} />,
      choose: actions.name,
    },
    {
      id: "disable",
      text: t(isDisabled ? "enableStep" : "disableStep"),
      icon: isDisabled ? <IconToggleLeft size={15} /> : <IconToggleRight size={15} />,
      choose: () => actions.disable(!isDisabled),
    },
    {
      id: "above",
      text: t("insertAbove"),
      icon: <IconRowInsertTop size={15} />,
      choose: () => actions.insert(index),
    },
    {
      id: "below",
      text: t("insertBelow"),
      icon: <IconRowInsertBottom size={15} />,
      choose: () => actions.insert(index + 1),
    },
    {
      id: "up",
      text: t("moveUp"),
      icon: <IconArrowUp size={15} />,
      isDisabled: index === 0,
      choose: () => actions.move(index - 1),
    },
    {
      id: "down",
      text: t("moveDown"),
      icon: <IconArrowDown size={15} />,
      isDisabled: index === count - 1,
      choose: () => actions.move(index + 1),
    },
    { id: "copy", text: t("duplicate"), icon: <IconCopy size={15} />, choose: actions.duplicate },
    { id: "remove", text: t("remove"), icon: <IconTrash size={15} />, choose: actions.remove },
  ];
}
