import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listRuns } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { RunList } from "../../../components/runs/run-list.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.runs") };
}

export default async function Page() {
  const runs = await load(listRuns, { limit: 200 });
  return runs.ok ? <RunList runs={runs.value} /> : <LoadFailure error={runs.error} />;
}
