import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getRun } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { RunPage } from "../../../../components/runs/run-page.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import { cancelRunAction, retryRunAction } from "../../../runs/actions.ts";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return { title: `${(await getTranslations("runs"))("run")} ${id.slice(0, 8)}` };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  const run = await load(getRun, { id });
  if (!run.ok) return <LoadFailure error={run.error} />;
  return <RunPage key={id} run={run.value} cancel={cancelRunAction} retry={retryRunAction} />;
}
