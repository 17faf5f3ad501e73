"use client";

import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { PackageUse } from "#lib/contracts";
import { put, set } from "#lib/drafting";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { packagesIn } from "../../store/locking.ts";
import classes from "../inspector.module.css";
import { Section } from "../section.tsx";
import { useErrorAt } from "../use-inspected.ts";
import { LockButton, PackagesLock, useLocking } from "./packages-lock.tsx";

/** The packages that the module's Python scripts use, and what they came to when they were locked. */
export function PackagesSection({ problems }: { problems: number }) {
  const t = useTranslations("editor.inspect");
  const { draft, edit, mayEdit } = useEditor();
  const errorAt = useErrorAt();
  const uses = packagesIn(draft.json.packages);
  const locking = useLocking(uses);
  const title = t("section.packages");
  const label = { en: title, ru: title };
  const write = (next: readonly PackageUse[]) =>
    edit(set(["packages"], next.length > 0 ? next.map((one) => ({ ...one })) : undefined, label));
  const aside = locking.state.isBusy
    ? t("packagesLocking")
    : locking.failure
      ? t("packagesFailed")
      : uses.map(({ name }) => name).join(", ");
  return (
    <Section id="packages" title={title} stages={[]} problems={problems} aside={aside} isOpenAtFirst={false}>
      <p className={classes.hint}>{t("packagesHelp")}</p>
      {uses.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a package has no identity but its place while its name is written
        <div key={index} className={classes.card} data-path={`packages/${index}`}>
          <div className={classes.cardHead}>
            <strong>{one.name || t("packageNew")}</strong>
            {mayEdit ? (
              <IconButton
                label={t("removePackage", { name: one.name })}
                size={26}
                onClick={() => write(uses.filter((_, at) => at !== index))}
              >
                <IconTrash size={14} />
              </IconButton>
            ) : null}
          </div>
          <TextField
            label={t("packageName")}
            error={errorAt(["packages", index, "name"])}
            value={one.name}
            disabled={!mayEdit}
            onChange={(event) =>
              edit(put(["packages", index, "name"], event.currentTarget.value, label, { keep: 2 }))
            }
          />
          <TextField
            label={t("packageVersion")}
            description={t("packageVersionHelp")}
            error={errorAt(["packages", index, "version"])}
            value={one.version ?? ""}
            disabled={!mayEdit}
            onChange={(event) =>
              edit(
                put(["packages", index, "version"], event.currentTarget.value || undefined, label, {
                  keep: 2,
                }),
              )
            }
          />
        </div>
      ))}
      {uses.length > 0 ? <PackagesLock locking={locking} /> : null}
      {mayEdit ? (
        <div className={classes.tools}>
          <Button
            variant="default"
            size="compact"
            leftSection={<IconPlus size={14} />}
            onClick={() => write([...uses, { name: "" }])}
          >
            {t("addPackage")}
          </Button>
          {uses.length > 0 ? <LockButton uses={uses} locking={locking} /> : null}
        </div>
      ) : null}
    </Section>
  );
}
