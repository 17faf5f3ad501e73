import type { useTranslations } from "next-intl";
import type { ReadableSource } from "#lib/contracts";

/** How a source or a version of a module is called where one is chosen. */
export function readableLabel(
  t: ReturnType<typeof useTranslations<"proposals">>,
  { title, version }: ReadableSource,
): string {
  if (!version) return title;
  return version.number === "latest"
    ? t("latestVersion", { module: title })
    : t("versionNumber", { module: title, number: version.number });
}
