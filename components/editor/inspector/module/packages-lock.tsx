"use client";

import { IconLock } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { isLockOf, type PackageUse, packageLockSchema } from "#lib/contracts";
import { usePythonProgress } from "../../../preview/python-progress.ts";
import { PythonWaiting } from "../../../preview/python-waiting.tsx";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Time } from "../../../ui/time.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import type { LockingState } from "../../store/locking.ts";
import classes from "../inspector.module.css";

/** How it stands with the lock of the draft's packages. */
export function useLocking(uses: readonly PackageUse[]) {
  const { draft, locking } = useEditor();
  const state = useSyncExternalStore(locking.subscribe, locking.get, locking.get);
  const lock = packageLockSchema.safeParse(draft.json.packageLock).data;
  // What failed is over where the packages are others by now.
  const failure =
    JSON.stringify(state.failure?.packages) === JSON.stringify(uses) ? state.failure : undefined;
  return {
    state,
    failure,
    lock: lock !== undefined && isLockOf(lock, uses) ? lock : undefined,
    run: () => void locking.lock(uses),
  };
}

/** What the packages came to when they were locked, how far that is, or why it failed. */
export function PackagesLock({ locking }: { locking: ReturnType<typeof useLocking> }) {
  const t = useTranslations("editor.inspect");
  const common = useTranslations("common");
  const { mayEdit } = useEditor();
  const progress = usePythonProgress("lock");
  const { state, failure, lock, run } = locking;
  return (
    <>
      <p className={classes.hint} aria-live="polite">
        {lock ? (
          <>
            {t("packagesLocked", { count: lock.packages.length, python: lock.python })} <Time at={lock.at} />
          </>
        ) : (
          unlockedText(state, t)
        )}
      </p>
      {state.isBusy && progress ? <PythonWaiting progress={progress} /> : null}
      {failure ? (
        <ErrorState
          error={failure.error}
          actions={
            mayEdit ? (
              <Button variant="default" size="compact" onClick={run}>
                {common("retry")}
              </Button>
            ) : undefined
          }
        />
      ) : null}
    </>
  );
}

const unlockedText = (
  { isOutdated, isBusy }: LockingState,
  t: (key: "packagesChanged" | "packagesUnlocked") => string,
): string => t(isOutdated && !isBusy ? "packagesChanged" : "packagesUnlocked");

/** Has the packages locked; a failure says itself how to try again. */
export function LockButton({
  uses,
  locking: { state, failure, lock, run },
}: {
  uses: readonly PackageUse[];
  locking: ReturnType<typeof useLocking>;
}) {
  const t = useTranslations("editor.inspect");
  if (failure) return null;
  return (
    <Button
      variant="default"
      size="compact"
      leftSection={<IconLock size={14} />}
      loading={state.isBusy}
      disabled={uses.some(({ name }) => name === "")}
      onClick={run}
    >
      {lock ? t("lockAgain") : t("lockPackages")}
    </Button>
  );
}
