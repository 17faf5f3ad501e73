import { describe, expect, it } from "vitest";
import type { Preview } from "#lib/contracts";
import { type ErrorData, err, ok, type Result } from "#lib/kernel";
import { type ScriptRun, scriptRuns } from "./script-runs.ts";

type Answer = Result<Preview, ErrorData>;
const preparing: Answer = err({ code: "python-preparing", params: {} });
// Only what a run looks at itself.
const preview = (total: number) => ok({ total } as unknown as Preview);

/** Runs whose answers come when they are told to, with everything that was shown of them. */
function world() {
  const shown: ScriptRun[] = [];
  const run = scriptRuns((change) => shown.push(change(shown.at(-1))));
  const ask = (script: string, withInput = false) => {
    const [output, input] = [Promise.withResolvers<Answer>(), Promise.withResolvers<Answer>()];
    const over = run({
      script,
      environment: undefined,
      output: () => output.promise,
      input: withInput ? () => input.promise : undefined,
    });
    return { output, input, over };
  };
  return { shown, ask, states: () => shown.map(({ state, script, error }) => [state, script, error?.code]) };
}

describe("runs of a script", () => {
  it("a run that is asked for again shows nothing of what the earlier one was called off with", async () => {
    const { ask, states } = world();
    const first = ask("one");
    const second = ask("two");
    first.output.resolve(preparing);
    await first.over;
    expect(states().at(-1)).toEqual(["running", undefined, undefined]);
    second.output.resolve(preview(2));
    await second.over;
    expect(states().filter(([state]) => state === "done")).toEqual([["done", "two", undefined]]);
  });

  it("nor does it show late rows of the earlier one, or ask for what that one would get", async () => {
    const { ask, shown } = world();
    const first = ask("one", true);
    first.output.resolve(preview(1));
    const second = ask("two");
    second.output.resolve(preview(2));
    await second.over;
    first.input.resolve(preview(0));
    await first.over;
    expect(shown.at(-1)).toMatchObject({ state: "done", script: "two", output: { total: 2 } });
    expect(shown.at(-1)).not.toHaveProperty("input");
  });

  it("what refuses a script is shown, and so are the rows that it got", async () => {
    const { ask, shown } = world();
    const refused = ask("one");
    refused.output.resolve(err({ code: "script-refused", params: {} }));
    await refused.over;
    expect(shown.at(-1)).toMatchObject({ state: "done", error: { code: "script-refused" } });
    const whole = ask("two", true);
    whole.output.resolve(preview(2));
    whole.input.resolve(preview(3));
    await whole.over;
    expect(shown.at(-1)).toMatchObject({ output: { total: 2 }, input: { total: 3 } });
    expect(shown.at(-1)).not.toHaveProperty("error");
  });
});
