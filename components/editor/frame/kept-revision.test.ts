import { describe, expect, it, vi } from "vitest";
import { type ErrorData, err, ok, type Result } from "#lib/kernel";
import { type Kept, keepThen } from "./kept-revision.ts";

const draft = { module: "shop", etag: 7, message: "first" };
const missing = err({ code: "environment-missing", params: { environment: "test" } } as const);

const asks = () => vi.fn(async (_: number): Promise<Result<string, ErrorData>> => ok("asked"));

/** A server that numbers what it keeps, and whoever asks it twice. */
function world() {
  let kept: Kept | undefined;
  let number = 0;
  const save = vi.fn(async () => ok({ revision: ++number }));
  const onKept = vi.fn((now: Kept) => {
    kept = now;
  });
  const keep = (next: Parameters<typeof keepThen<string>>[3], etag = draft.etag) =>
    keepThen(save, { ...draft, etag }, { kept, onKept }, next);
  return { save, onKept, keep };
}

describe("a draft that is kept for something", () => {
  it("is kept once, and what failed is asked for again with the same revision", async () => {
    const { save, onKept, keep } = world();
    const next = asks().mockResolvedValueOnce(missing);
    expect(await keep(next)).toEqual(missing);
    // The page hears of the revision though its review was refused.
    expect(onKept.mock.calls).toEqual([[{ etag: 7, revision: 1 }]]);
    expect(await keep(next)).toEqual(ok("asked"));
    expect(next.mock.calls).toEqual([[1], [1]]);
    expect(save).toHaveBeenCalledOnce();
  });

  it("is kept again once it was changed", async () => {
    const { save, keep } = world();
    const next = asks();
    await keep(next);
    await keep(next, 8);
    expect(next.mock.calls).toEqual([[1], [2]]);
    expect(save).toHaveBeenCalledTimes(2);
  });

  it("is used for nothing where it cannot be kept", async () => {
    const { onKept } = world();
    const next = asks();
    const refused = err({ code: "draft-stale", params: {} } as const);
    expect(await keepThen(async () => refused, draft, { kept: undefined, onKept }, next)).toEqual(refused);
    expect(next).not.toHaveBeenCalled();
    expect(onKept).not.toHaveBeenCalled();
  });
});
