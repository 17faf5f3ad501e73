"use client";

import type { ModuleDetail, RunKind } from "#lib/contracts";
import { EnvironmentField } from "./environment-field.tsx";
import { EnvironmentObstacle, type FindObstacle } from "./environment-obstacle.tsx";

/** Asks where a draft is to run, and says what stands in its way there; nothing where there is no environment. */
export function EnvironmentChoice({
  module: { summary, environments },
  value,
  onChange,
  kind,
  find,
}: {
  module: ModuleDetail;
  /** Absent: as the document is written. */
  value: string | undefined;
  onChange: (environment: string | undefined) => void;
  /** What is wanted there. */
  kind: RunKind;
  find: FindObstacle;
}) {
  if (environments.length === 0 && value === undefined) return null;
  return (
    <>
      <EnvironmentField environments={environments} value={value} onChange={onChange} />
      <EnvironmentObstacle module={summary.name} environment={value} kind={kind} find={find} />
    </>
  );
}
