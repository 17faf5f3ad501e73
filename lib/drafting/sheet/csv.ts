/** CSV as RFC 4180 has it. */

/** What a spreadsheet would take for a formula, where it begins a cell (OWASP, CSV injection). */
const formulaStart = /^[=+\-@\t\r]/;
const escaped = /^'+[=+\-@\t\r]/;

/** A leading apostrophe makes a spreadsheet show the text and not compute it; it comes off again in `readCsv`. */
const safe = (cell: string): string => (formulaStart.test(cell) || escaped.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string =>
  /[",;\t\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Lines of cells as a CSV file, with a byte order mark, by which spreadsheets know that it is UTF-8. */
export const writeCsv = (lines: readonly (readonly string[])[]): string =>
  `\uFEFF${lines.map((cells) => cells.map((cell) => quoted(safe(cell))).join(",")).join("\r\n")}\r\n`;

/** Spreadsheets of some languages write semicolons, some programs tabs: the header says which. */
function separatorOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? "";
  const count = (separator: string) => header.split(separator).length;
  return [";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best), ",");
}

/** The cells of a CSV file, empty lines left out; undefined where a quotation mark is never closed. */
export function readCsv(file: string): readonly (readonly string[])[] | undefined {
  const text = file.replace(/^\uFEFF/, "");
  const separator = separatorOf(text);
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    line.push(escaped.test(cell) ? cell.slice(1) : cell);
    cell = "";
  };
  const endLine = () => {
    endCell();
    if (line.length > 1 || line[0] !== "") lines.push(line);
    line = [];
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (char === '"' && cell === "") isQuoted = true;
    else if (char === separator) endCell();
    else if (char === "\n") endLine();
    else if (char !== "\r" || text[at + 1] !== "\n") cell += char;
  }
  if (isQuoted) return undefined;
  if (cell !== "" || line.length > 0) endLine();
  return lines;
}
