"use client";

import { useTranslations } from "next-intl";
import type { Column } from "../ui/data-table.tsx";
import { Bytes, Count, Duration } from "../ui/figures.tsx";

/** What reading cost a source, as every table of it has it. */
interface Cost {
  readonly queries: number;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly longestQuerySeconds: number;
}
type Figure = "queries" | "rows" | "bytes" | "seconds" | "longest";

const duration = (seconds: number) => <Duration ms={seconds * 1000} />;

export function useCostColumns<Row extends Cost>(): Readonly<Record<Figure, Column<Row>>> {
  const t = useTranslations("versions");
  const column = (id: Figure, header: string, cell: Column<Row>["cell"]): Column<Row> => ({
    id,
    header,
    align: "number",
    cell,
  });
  return {
    queries: column("queries", t("costQueries"), ({ queries }) => <Count value={queries} />),
    rows: column("rows", t("costRows"), ({ rows }) => <Count value={rows} />),
    bytes: column("bytes", t("size"), ({ bytes }) => <Bytes value={bytes} />),
    seconds: column("seconds", t("costSeconds"), (row) => duration(row.seconds)),
    longest: column("longest", t("costLongest"), (row) => duration(row.longestQuerySeconds)),
  };
}
