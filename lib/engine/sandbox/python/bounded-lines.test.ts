import { PassThrough, Readable } from "node:stream";
import { expect, it } from "vitest";
import { boundedLines } from "./bounded-lines.ts";

async function linesOf(stream: Readable, most: number) {
  let isTooLong = false;
  const lines: string[] = [];
  for await (const line of boundedLines(stream, most, () => {
    isTooLong = true;
  }))
    lines.push(line);
  return { lines, isTooLong };
}

it("reads lines however they are cut, and none that has no end", async () => {
  const bytes = Buffer.from("один\nдва\n\nthree\nleft");
  const pieces = [...bytes].map((byte) => Buffer.from([byte]));
  const whole = { lines: ["один", "два", "", "three"], isTooLong: false };
  expect(await linesOf(Readable.from(pieces), 100)).toEqual(whole);
  expect(await linesOf(Readable.from([bytes]), 100)).toEqual(whole);
});

it("stops at a line that is too long, in one piece or in many", async () => {
  const first = { lines: ["ok"], isTooLong: true };
  expect(await linesOf(Readable.from([Buffer.from(`ok\n${"x".repeat(11)}\nno`)]), 10)).toEqual(first);
  const many = Array.from({ length: 11 }, () => Buffer.from("x"));
  expect(await linesOf(Readable.from([Buffer.from("ok\n"), ...many]), 10)).toEqual(first);
  expect(await linesOf(Readable.from([Buffer.from(`${"x".repeat(10)}\n`)]), 10)).toEqual({
    lines: ["x".repeat(10)],
    isTooLong: false,
  });
});

it("ends with a stream that breaks off", async () => {
  const stream = new PassThrough();
  stream.write("one\ntw");
  setImmediate(() => stream.destroy(new Error("gone")));
  expect(await linesOf(stream, 10)).toEqual({ lines: ["one"], isTooLong: false });
});
