"use client";

import { IconLock, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { isLockOf, type PackageUse, packageLockSchema } from "#lib/contracts";
import { isObject, type Json, put, set } from "#lib/drafting";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Time } from "../../../ui/time.tsx";
import { useAction } from "../../../ui/use-action.ts";
import { useEditor } from "../../store/editor-context.tsx";
import classes from "../inspector.module.css";
import { Section } from "../section.tsx";
import { useErrorAt } from "../use-inspected.ts";

const usesIn = (json: Json | undefined): readonly PackageUse[] =>
  (Array.isArray(json) ? json : []).flatMap((one) =>
    isObject(one)
      ? [
          {
            name: typeof one.name === "string" ? one.name : "",
            ...(typeof one.version === "string" ? { version: one.version } : {}),
          },
        ]
      : [],
  );

/** The packages that the module's Python scripts use, and what they came to when they were locked. */
export function PackagesSection({ problems }: { problems: number }) {
  const t = useTranslations("editor.inspect");
  const { name: module, draft, edit, mayEdit, actions } = useEditor();
  const errorAt = useErrorAt();
  const uses = usesIn(draft.json.packages);
  const lock = packageLockSchema.safeParse(draft.json.packageLock).data;
  const isLocked = lock !== undefined && isLockOf(lock, uses);
  const title = t("section.packages");
  const label = { en: title, ru: title };
  const locking = useAction(actions.lockPackages, {
    done: (found) => edit(set(["packageLock"], found, label)),
    quiet: true,
  });
  const write = (next: readonly PackageUse[]) =>
    edit(set(["packages"], next.length > 0 ? next.map((one) => ({ ...one })) : undefined, label));
  return (
    <Section
      id="packages"
      title={title}
      stages={[]}
      problems={problems}
      aside={uses.map(({ name }) => name).join(", ")}
      isOpenAtFirst={false}
    >
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
      {uses.length > 0 ? (
        <p className={classes.hint} aria-live="polite">
          {isLocked ? (
            <>
              {t("packagesLocked", { count: lock.packages.length, python: lock.python })}{" "}
              <Time at={lock.at} />
            </>
          ) : (
            t("packagesUnlocked")
          )}
        </p>
      ) : null}
      {locking.error ? <ErrorState error={locking.error} /> : null}
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
          {uses.length > 0 ? (
            <Button
              variant="default"
              size="compact"
              leftSection={<IconLock size={14} />}
              loading={locking.isBusy}
              disabled={uses.some(({ name }) => name === "")}
              onClick={() => locking.run({ module, packages: [...uses] })}
            >
              {isLocked ? t("lockAgain") : t("lockPackages")}
            </Button>
          ) : null}
        </div>
      ) : null}
    </Section>
  );
}
