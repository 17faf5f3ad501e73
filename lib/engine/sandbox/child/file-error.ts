import { AppError } from "#lib/kernel";

/** What the engine said about a file, as our own error with the line; undefined where the message is not about a file. */
export function fileError(error: unknown, label: string, format: string): AppError | undefined {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const csvLine = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (csvLine !== undefined) {
    const line = Number(csvLine);
    const place = { line };
    // The original line may hold any text, so the phrases are looked for at the start of a line of the message.
    const width = /^Expected Number of Columns: (\d+) Found: (\d+)/m.exec(message);
    if (width) {
      const params = { file: label, line, expected: Number(width[1]), found: Number(width[2]) };
      return new AppError("file-ragged", params, { place, cause: error });
    }
    if (/^Maximum line size of/m.test(message)) {
      return new AppError(
        "file-cell-too-large",
        { file: label, line, limit: "32 MB" },
        { place, cause: error },
      );
    }
    if (/unterminated quote|unquoted value|quoted value/i.test(message)) {
      return new AppError("file-quote-open", { file: label, line }, { place, cause: error });
    }
    return new AppError("file-line-invalid", { file: label, line, detail: "CSV" }, { place, cause: error });
  }
  if (
    format.includes("json") &&
    /malformed json|json transform error|expected (object|array)|maximum_object_size/i.test(message)
  ) {
    // The reader counts the line it has begun, one more than the broken one.
    const begun = /\bline (\d+)/.exec(message)?.[1];
    const found =
      begun === undefined
        ? /\b(?:record\/value|record|value) (\d+)/.exec(message)?.[1]
        : String(Number(begun) - 1);
    if (found === undefined)
      return new AppError("file-unreadable", { file: label, format: "JSON", detail: "–" }, { cause: error });
    const line = Number(found);
    return new AppError(
      "file-line-invalid",
      { file: label, line, detail: "JSON" },
      { place: { line }, cause: error },
    );
  }
  if (format === "parquet" && /parquet|thrift|magic bytes|metadata|decompress|corrupt|page/i.test(message)) {
    return new AppError("file-unreadable", { file: label, format: "Parquet", detail: "–" }, { cause: error });
  }
  return undefined;
}
