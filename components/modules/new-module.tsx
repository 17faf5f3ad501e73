"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Page } from "../ui/page.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ModuleFromDocument } from "./module-from-document.tsx";
import type { FromSourceProps } from "./module-from-source.tsx";

const ways = ["source", "document"] as const;

const ModuleFromSource = dynamic(() => import("./module-from-source.tsx"), {
  loading: () => <Skeleton height={320} />,
});

/** A module from tables of a source, described by what they hold, or from a document. */
export function NewModule(props: FromSourceProps) {
  const t = useTranslations("modules");
  const words = useTranslations("proposals");
  const [way, setWay] = useQueryState("from", parseAsStringLiteral(ways).withDefault("source"));
  return (
    <Page title={t("new")}>
      <SegmentedControl
        label={words("way")}
        value={way}
        onChange={(value) => setWay(ways.find((one) => one === value) ?? null)}
        data={[
          { value: "source", label: words("title") },
          { value: "document", label: words("fromDocument") },
        ]}
        style={{ marginBottom: 16 }}
      />
      {way === "source" ? <ModuleFromSource {...props} /> : <ModuleFromDocument create={props.create} />}
    </Page>
  );
}
