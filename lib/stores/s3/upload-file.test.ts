import { expect, test } from "vitest";
import { partBytesOf } from "./upload-file.ts";

const mebibyte = 2 ** 20;

test("a file of any size that S3 takes goes up in 10,000 parts at most, none of them below 16 MiB", () => {
  const sizes = [0, 1, 16 * mebibyte, 160_000 * mebibyte, 160_000 * mebibyte + 1, 2 ** 40, 5 * 2 ** 40];
  for (const size of sizes) {
    const part = partBytesOf(size);
    expect(Math.ceil(size / part)).toBeLessThanOrEqual(10_000);
    expect(part).toBeGreaterThanOrEqual(16 * mebibyte);
    // S3 takes parts up to 5 GiB.
    expect(part).toBeLessThanOrEqual(5 * 2 ** 30);
  }
  expect(partBytesOf(160_000 * mebibyte)).toBe(16 * mebibyte);
});
