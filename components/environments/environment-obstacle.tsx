"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { inEnvironment, type RunKind } from "#lib/contracts";
import { ok } from "#lib/kernel";
import type { Action } from "../ui/action.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import type { AnyError } from "../ui/known-error.ts";
import { Link } from "../ui/link.tsx";
import { Notice } from "../ui/state.tsx";
import { useLoaded } from "../ui/use-loaded.ts";

export type FindObstacle = Action<
  { module: string; environment?: string; kind: RunKind },
  { obstacle?: AnyError }
>;

/**
 * What stands in a draft's way where it is to run, said before anything is asked for there, and where it is bound. Looked at
 * again when the reader comes back to this window: it may have been bound in another one.
 */
export function EnvironmentObstacle({
  module,
  environment,
  kind,
  find,
}: {
  module: string;
  environment: string | undefined;
  kind: RunKind;
  find: FindObstacle;
}) {
  const [round, setRound] = useState(0);
  useEffect(() => {
    const again = () => setRound((before) => before + 1);
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, []);
  const answer = useLoaded(JSON.stringify([module, environment, kind, round]), async () => {
    const found = await find({ module, kind, ...inEnvironment(environment) });
    return found.ok ? ok({ environment, obstacle: found.value.obstacle }) : found;
  });
  if (answer.state === "failed") return <ErrorState error={answer.error} />;
  const known = answer.state === "done" ? answer.value : answer.before;
  if (known?.environment !== environment || known?.obstacle === undefined) return null;
  return <ObstacleNotice environment={environment} obstacle={known.obstacle} />;
}

/** An obstacle in words, with the way to the bindings. */
export function ObstacleNotice({
  environment,
  obstacle,
}: {
  environment: string | undefined;
  obstacle: AnyError;
}) {
  const t = useTranslations("environments");
  return (
    <Notice
      tone="warn"
      title={t(environment === undefined ? "obstacleAsWritten" : "obstacle")}
      actions={<BindingsLink error={obstacle} />}
    >
      <ErrorText error={obstacle} />
    </Notice>
  );
}

/** Where names are bound, for an error that says of some that they are not. */
export function BindingsLink({ error: { code, params } }: { error: AnyError }) {
  const t = useTranslations("environments");
  if (code !== "environment-unbound") return null;
  const name = String(params.environment);
  return (
    <Link href={`/environments/${name}`} target="_blank">
      {t("seeBindings", { name })}
    </Link>
  );
}
