import { afterEach, expect, test, vi } from "vitest";
import { askRoute } from "./ask-route.ts";

afterEach(() => void vi.unstubAllGlobals());

test("whoever waits no longer ends the request, so that the server stops", async () => {
  const asked: string[] = [];
  const never = (path: string, { signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => {
      asked.push(path);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  vi.stubGlobal("fetch", never);
  const left = new AbortController();
  const answer = askRoute("GET", ["api", "sources", "a b", "tables"], undefined, left.signal);
  left.abort(new Error("left"));
  await expect(answer).rejects.toThrow("left");
  expect(asked).toEqual(["/api/sources/a%20b/tables"]);
});
