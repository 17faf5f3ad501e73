/** Guesses how a delimited text is written, from its beginning. Pure; what the document says wins over every guess. */

export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly header: boolean;
  /** Names of the columns, made unique; `column1` … where there is no header. */
  readonly columns: readonly string[];
}

const delimiters = [",", ";", "\t", "|"] as const;
const sampledRecords = 200;

/** Reads the first records by RFC 4180. A last record that the sample cuts off is left out, unless it is the only one. */
export function firstRecords(
  text: string,
  delimiter: string,
  quote: string,
  limit = sampledRecords,
): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  let index = 0;
  const endRecord = () => {
    record.push(field);
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
    field = "";
  };
  for (; index < text.length && records.length < limit; index++) {
    const char = text[index] ?? "";
    if (quoted) {
      if (char !== quote) field += char;
      else if (text[index + 1] === quote) {
        field += quote;
        index++;
      } else quoted = false;
    } else if (quote !== "" && char === quote && field === "") quoted = true;
    else if (char === delimiter) {
      record.push(field);
      field = "";
    } else if (char === "\n" || char === "\r") {
      if (char === "\r" && text[index + 1] === "\n") index++;
      endRecord();
    } else field += char;
  }
  if (records.length === 0 && (field !== "" || record.length > 0)) endRecord();
  return records;
}

/** The delimiter that splits most records into the same number of columns, more than one. */
function guessDelimiter(text: string, quote: string): string {
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const widths = firstRecords(text, delimiter, quote).map((r) => r.length);
    const counts = new Map<number, number>();
    for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
    const [width = 1, agreeing = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
    const score = width > 1 ? (agreeing / widths.length) * 1000 + Math.min(width, 100) : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

const looksLikeData = /^[+-]?[\d\s.,]+$|^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|@|^(true|false|null)$/i;

/** A header has a distinct text in every column and nothing that looks like a value. */
const guessHeader = (first: readonly string[]): boolean => {
  const cells = first.map((c) => c.trim());
  return (
    cells.every((c) => c !== "" && c.length <= 120 && !looksLikeData.test(c)) &&
    new Set(cells.map((c) => c.toLowerCase())).size === cells.length
  );
};

/** Column names as the module takes them: no control characters, not empty, distinct whatever their case. */
export function columnNames(cells: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const plain = cell
      .replace(/\p{Cc}+/gu, " ")
      .trim()
      .slice(0, 100);
    const base = plain === "" ? `column${index + 1}` : plain.startsWith("__") ? `column${plain}` : plain;
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

export function csvDialect(
  sample: string,
  given: { readonly delimiter?: string; readonly quote?: string; readonly header: "auto" | "yes" | "no" },
): CsvDialect {
  const quote = given.quote ?? '"';
  const delimiter = given.delimiter ?? guessDelimiter(sample, quote);
  const first = firstRecords(sample, delimiter, quote, 1)[0] ?? [];
  const header = given.header === "auto" ? guessHeader(first) : given.header === "yes";
  return { delimiter, quote, header, columns: columnNames(header ? first : first.map(() => "")) };
}
