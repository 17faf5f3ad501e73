import { PassThrough, Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeRows } from "./merge-rows.ts";

const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "я"), maxLength: 6 });
const rowsOf = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 12 });
const csv = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `${row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")}\n`);

/** Bytes in pieces of a few, so that they are cut anywhere. */
function pieces(text: string, size: number): Readable {
  const bytes = Buffer.from(text);
  const cut = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  return Readable.from(cut, { objectMode: true });
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

it("every row comes whole, wherever the parts are cut", async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(rowsOf, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 9 }),
      async (parts, size) => {
        const written = parts.map(csv);
        const merged = await textOf(mergeRows(written.map((own) => pieces(own.join(""), size))));
        // Rows of each part stand in their order, none inside another: taking them out one by one leaves nothing.
        let left = merged;
        const queues = written.map((own) => [...own]);
        while (left.length > 0) {
          const from = queues.find(([first]) => first !== undefined && left.startsWith(first));
          const first = from?.shift();
          if (first === undefined) throw new Error(`no part has ${JSON.stringify(left)}`);
          left = left.slice(first.length);
          rows++;
        }
        expect(queues.flat()).toEqual([]);
      },
    ),
  );
  expect(rows).toBeGreaterThan(200);
});

it("a part that fails ends all of them with its error", async () => {
  const endless = Readable.from(
    (async function* () {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield Buffer.from("1,2\n");
      }
    })(),
  );
  const failing = Readable.from(
    (async function* () {
      yield Buffer.from("1,");
      throw new Error("the connection was cut");
    })(),
  );
  await expect(textOf(mergeRows([endless, failing]))).rejects.toThrow("the connection was cut");
  expect(endless.destroyed).toBe(true);
});

it("a part that fails while nobody reads ends nothing else, and is told to who reads on", async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.on("unhandledRejection", hear);
  const failing = new PassThrough();
  const merged = mergeRows([failing, new PassThrough()]);
  const reading = merged[Symbol.asyncIterator]();
  failing.write("1,2\n");
  expect(String((await reading.next()).value)).toBe("1,2\n");
  // More than is kept for a reader: the merge stands at a row that nobody takes.
  failing.write(`${"3,4\n".repeat(1 << 18)}`);
  failing.write(`${"5,6\n".repeat(1 << 18)}`);
  await pause(20);
  failing.destroy(new Error("the connection was cut"));
  await pause(20);
  process.off("unhandledRejection", hear);
  expect(unheard).toEqual([]);
  await expect(
    (async () => {
      for (let step = await reading.next(); !step.done; step = await reading.next());
    })(),
  ).rejects.toThrow("the connection was cut");
});
