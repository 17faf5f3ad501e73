import { describe, expect, it } from "vitest";
import type { RunEvent } from "#lib/contracts";
import { eventText } from "./event-text.ts";

const event = (message: string, params: RunEvent["params"], table?: string): RunEvent => ({
  seq: 1,
  at: "2026-11-23T07:00:00.000Z",
  attempt: 1,
  level: "info",
  kind: "message",
  message,
  params,
  table,
});

describe("eventText", () => {
  it("fills and groups in the reader's language, and names the table", () => {
    expect(eventText(event("extracted", { rows: 12345 }, "orders"), "en")).toBe("orders: 12,345 rows read");
    expect(eventText(event("extracted", { rows: 5 }, "orders"), "ru")).toBe("orders: Прочитано строк: 5");
  });

  it("names a stage as pages do", () => {
    const resumed = event("run-resumed", { stage: "anonymize" });
    expect(eventText(resumed, "ru")).toBe("Продолжение после этапа «Обезличивание»");
    expect(eventText(resumed, "en")).toBe("Going on after stage anonymize");
  });

  it("names the table once", () => {
    expect(eventText(event("extracting", { table: "orders" }, "orders"), "en")).toBe("Reading orders");
  });

  it("shows an unknown key as it is", () => {
    expect(eventText(event("later-added", {}), "en")).toBe("later-added");
  });
});
