import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, formatShare, shortHash } from "./format.ts";

describe("format", () => {
  it.each([
    [0, "0 byte"],
    [999, "999 byte"],
    [4_200_000, "4.2 MB"],
    [123_456_789_000, "123 GB"],
  ])("writes %d bytes in words", (bytes, text) => {
    expect(formatBytes(bytes, "en")).toBe(text);
  });

  it("writes sizes in Russian", () => {
    expect(formatBytes(4_200_000, "ru").replace(/\s/g, " ")).toBe("4,2 МБ");
  });

  it.each([
    [0, "0 sec"],
    [30, "30 ms"],
    [1234, "1.2 sec"],
    [72_000, "1 min 12 sec"],
    [60_000, "1 min"],
    [3_660_000, "1 hr 1 min"],
    [90_000_000, "1 day 1 hr"],
  ])("writes %d ms in words", (milliseconds, text) => {
    expect(formatDuration(milliseconds, "en")).toBe(text);
  });

  it("keeps a decimal of small shares alone", () => {
    expect(formatShare(0.031, "en")).toBe("3.1%");
    expect(formatShare(0.31, "en")).toBe("31%");
  });

  it("shortens hashes", () => {
    expect(shortHash("9f86d081884c7d659a2feaa0c55ad015")).toBe("9f86d081884c");
    expect(shortHash("sha256:9f86d081884c7d659a2feaa0c55ad015")).toBe("9f86d081884c");
  });
});
