import type { Metadata } from "next";
import { getVersion } from "#lib/operations/server";
import { load } from "#lib/web/server";
import { VersionPage } from "../../../../../../components/catalog/version-page.tsx";
import { LoadFailure } from "../../../../../../components/ui/load-failure.tsx";
import {
  createDownloadTokenAction,
  keepVersionAction,
  readVersionRowsAction,
  withdrawVersionAction,
} from "../../../../../versions/actions.ts";

interface Props {
  params: Promise<{ name: string; number: string }>;
  searchParams: Promise<{ environment?: string }>;
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { name, number } = await params;
  return { title: `${name} v${number}` };
}

export default async function Page({ params, searchParams }: Props) {
  const { name, number } = await params;
  const { environment } = await searchParams;
  const version = await load(getVersion, { module: name, number, environment });
  if (!version.ok) return <LoadFailure error={version.error} />;
  return (
    <VersionPage
      version={version.value}
      loadRows={readVersionRowsAction}
      withdraw={withdrawVersionAction}
      keep={keepVersionAction}
      makeToken={createDownloadTokenAction}
    />
  );
}
