"use client";

import { IconBinaryTree2, IconPlus } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { insert } from "#lib/drafting";
import { Button } from "../../../ui/button.tsx";
import { paramsLine } from "../../rules/params-line.ts";
import { RulePicker } from "../../rules/rule-picker.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import classes from "../inspector.module.css";
import { Section } from "../section.tsx";

const HierarchyDialog = dynamic(() => import("./hierarchy-dialog.tsx"), { ssr: false });

/** The hierarchies of the module; each opens as a tree. */
export function HierarchiesSection({ problems }: { problems: number }) {
  const t = useTranslations("editor.inspect");
  const { draft, edit, mayEdit } = useEditor();
  const [open, setOpen] = useState<number>();
  const [isPicking, setPicking] = useState(false);
  const add = (rule: string) => {
    const taken = draft.hierarchies.map(({ name }) => name);
    const at = Array.from({ length: taken.length + 1 }, (_, index) => `${rule}-${index + 1}`);
    const name = at.find((one) => !taken.includes(one)) ?? rule;
    const label = `${t("section.hierarchies")}: ${name}`;
    edit(insert(["hierarchies"], { name, rule }, { en: label, ru: label }));
    setOpen(draft.hierarchies.length);
  };
  return (
    <Section
      id="hierarchies"
      title={t("section.hierarchies")}
      stages={["anonymize"]}
      problems={problems}
      aside={draft.hierarchies.map(({ name }) => name).join(", ")}
    >
      {draft.hierarchies.length === 0 ? <p className={classes.hint}>{t("noHierarchies")}</p> : null}
      <ul className={classes.lines}>
        {draft.hierarchies.map(({ name, rule, with: params }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat while they are edited
          <li key={index} data-path={`hierarchies/${index}`}>
            <button type="button" className={classes.line} onClick={() => setOpen(index)}>
              <IconBinaryTree2 size={14} aria-hidden />
              <span className={classes.lineName}>{name || "–"}</span>
              <span className={classes.lineAside}>{`${rule} ${paramsLine(params)}`}</span>
            </button>
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <Button
          variant="default"
          size="compact"
          leftSection={<IconPlus size={14} />}
          style={{ justifySelf: "start" }}
          onClick={() => setPicking(true)}
        >
          {t("addHierarchy")}
        </Button>
      ) : null}
      <RulePicker
        kind="hierarchy"
        title={t("addHierarchy")}
        isOpen={isPicking}
        close={() => setPicking(false)}
        choose={add}
      />
      {open !== undefined && draft.hierarchies[open] ? (
        <HierarchyDialog index={open} close={() => setOpen(undefined)} />
      ) : null}
    </Section>
  );
}
