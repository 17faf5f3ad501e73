import type { Measured } from "./run-contender.ts";

const mebibytes = (bytes: number | undefined) =>
  bytes === undefined ? "–" : `${Math.round(bytes / 2 ** 20)} MiB`;

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

/** The benchmark as a table of ratios: what a machine needs in seconds differs, ratios in one run compare. */
export function showResults(
  results: readonly Measured[],
  yardstick: string,
  skipped: readonly { readonly name: string; readonly reason: string }[],
): string {
  const base = results.find((result) => result.name === yardstick)?.seconds;
  const ours = results.find((result) => result.name === "ETL-Express")?.seconds;
  const ratio = (part: number | undefined, whole: number | undefined) =>
    part === undefined || whole === undefined ? "–" : `${(part / whole).toFixed(2)} ×`;
  const overview = table([
    ["", "seconds", "CPU s", `of ${yardstick}`, "of ETL-Express", "peak memory", "PostgreSQL", "disk"],
    ...results.map((result) => [
      result.name,
      result.seconds.toFixed(1),
      result.cpuSeconds.toFixed(1),
      ratio(result.seconds, base),
      ratio(result.seconds, ours),
      mebibytes(result.peakMemory),
      mebibytes(result.postgresMemory),
      mebibytes(result.disk),
    ]),
  ]);
  const stages = results
    .map((result) => {
      const parts = Object.entries(result.stages).map(([stage, seconds]) => `${stage} ${seconds.toFixed(1)}`);
      return `${result.name}: ${parts.join(", ")}`;
    })
    .join("\n");
  const reasons = skipped.map((one) => `${one.name}: skipped, ${one.reason}`).join("\n");
  return [overview, stages, reasons].filter((part) => part !== "").join("\n\n");
}
