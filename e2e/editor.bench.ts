import { chromium, type Page } from "@playwright/test";
import { wideDocument } from "#lib/testing";
import { signIn } from "./people.ts";

/** Prints how the editor bears a document of 60 tables and 1,500 columns: milliseconds by the browser's own clock. */
const tables = 60;
const columnsEach = 25;
const frames = 120;

/** What each kind of column of the made document reads from the demo's customers. */
const expressions: Readonly<Record<string, string>> = {
  id: "customer_id",
  email: "email",
  full_name: "full_name",
  born: "'1990-02-01'",
  city: "city",
  amount: "'12.50'",
  status: "'new'",
  count: "'7'",
  is_active: "'true'",
  updated_at: "'2024-01-02 03:04:05'",
  ratio: "'0.5'",
};

/** Each in a page opened anew; the first also warms what reads the data. */
const edits = [
  ["first", "status_5", "date"],
  ["second", "city_3", "date"],
  ["third", "status_5", "string"],
] as const;

const kindOf = (column: string): string => column.replace(/_\d+$/, "");

function documentOfDemo() {
  const document = wideDocument(tables, columnsEach);
  const [first, ...others] = document.tables;
  if (!first) throw new Error("The document has no table.");
  const selected = first.columns.map(
    ({ name }) => `cast(${expressions[kindOf(name)] ?? "null"} as text) as "${name}"`,
  );
  return {
    ...document,
    sources: [{ name: "warehouse", ref: "shop" }],
    tables: [
      {
        ...first,
        columns: first.columns.map((column) =>
          column.name === "id" ? { ...column, datatype: "string" } : column,
        ),
        extraction: {
          language: "sql",
          source: "warehouse",
          script: `select ${selected.join(", ")} from customers`,
        },
      },
      ...others,
    ],
  };
}

async function opened(page: Page, view: string, drawn: string): Promise<number> {
  await page.goto(`/modules/wide/edit?view=${view}`, { waitUntil: "commit" });
  const shown = await page.waitForFunction(
    (selector) => (document.querySelector(selector) ? performance.now() : undefined),
    drawn,
    { polling: "raf", timeout: 60_000 },
  );
  return (await shown.jsonValue()) ?? Number.NaN;
}

/** Scrolls an element from its top down and to the right; the longest task on the way, 0 where none took 50 ms. */
const longestTask = (page: Page, selector: string): Promise<number> =>
  page.evaluate(
    async ([wanted, count]) => {
      const frame = document.querySelector(wanted);
      if (!frame) throw new Error(`there is no ${wanted}`);
      let longest = 0;
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
      });
      observer.observe({ type: "longtask" });
      for (let at = 0; at < count; at += 1) {
        frame.scrollTop = (frame.scrollHeight * at) / count;
        frame.scrollLeft = (frame.scrollWidth * at) / count;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      observer.disconnect();
      return longest;
    },
    [selector, frames] as const,
  );

interface Waited {
  readonly whole: number;
  /** Of it, until the draft was saved and until the preview had been answered. */
  readonly saved: number;
  readonly answered: number;
}

/** From a changed type in the inspector to the preview that shows it, by the page's own frames. */
async function editToPreview(page: Page, column: string, type: string): Promise<Waited> {
  await page.goto(
    `/modules/wide/edit?view=columns&dock=preview&table=table_000&stage=anonymize&node=table_000%2F${column}`,
  );
  const results = page.getByRole("region", { name: "Results" });
  await results.getByRole("columnheader", { name: column }).first().waitFor({ timeout: 60_000 });
  // The page has come to rest: what it does at its opening is no part of an edit.
  await page.waitForTimeout(1000);
  const field = await page
    .getByRole("complementary", { name: "Inspector" })
    .getByLabel("Type", { exact: true })
    .elementHandle();
  const shown = await page.waitForFunction(
    ({ select, region, wanted, name }) => {
      const here = window as Window & { editedAt?: number };
      if (here.editedAt === undefined && select instanceof HTMLSelectElement) {
        here.editedAt = performance.now();
        select.focus();
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")?.set?.call(select, wanted);
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      const since = here.editedAt ?? Number.NaN;
      const heads = region?.querySelectorAll('[role="columnheader"]') ?? [];
      const isShown = [...heads].some(
        ({ textContent }) => textContent?.includes(name) && textContent.includes(wanted),
      );
      if (!isShown) return undefined;
      const ended = (part: string) =>
        Math.max(
          ...performance
            .getEntriesByType("resource")
            .flatMap((entry) =>
              entry instanceof PerformanceResourceTiming &&
              entry.startTime >= since &&
              new URL(entry.name).pathname.endsWith(part)
                ? [entry.responseEnd - since]
                : [],
            ),
        );
      return { whole: performance.now() - since, saved: ended("/draft"), answered: ended("/preview") };
    },
    { select: field, region: await results.elementHandle(), wanted: type, name: column },
    { polling: "raf", timeout: 60_000 },
  );
  const waited = await shown.jsonValue();
  if (!waited) throw new Error("The preview was not shown.");
  return waited;
}

const browser = await chromium.launch({
  executablePath: process.env.ETLX_CHROMIUM,
  // Chromium's own sandbox refuses to run as root.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const context = await browser.newContext({
    baseURL: process.env.ETLX_E2E_URL ?? "http://127.0.0.1:3000",
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await signIn(page, "data-engineer");
  const made = await page.request.post("/api/modules", {
    data: { document: documentOfDemo() },
    headers: { Origin: new URL(page.url()).origin },
  });
  if (!made.ok()) throw new Error(`The module was not made: ${await made.text()}`);
  const print = (what: string, milliseconds: number) =>
    process.stdout.write(`${what.padEnd(52)} ${milliseconds.toFixed(0).padStart(6)} ms\n`);
  const row = '[role="grid"] [role="row"][aria-rowindex="2"]';
  for (const turn of ["first", "again"]) {
    print(`columns, opened ${turn}`, await opened(page, "columns", row));
    print(`columns, longest task while scrolling (0: none of 50)`, await longestTask(page, '[role="grid"]'));
    print(`canvas, opened ${turn}`, await opened(page, "canvas", ".react-flow__node"));
  }
  for (const [turn, column, type] of edits) {
    const { whole, saved, answered } = await editToPreview(page, column, type);
    print(`from an edit to its preview, ${turn}`, whole);
    print("  saved after", saved);
    print("  answered after", answered);
  }
} finally {
  await browser.close();
}
