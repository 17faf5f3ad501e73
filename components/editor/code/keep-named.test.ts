import { expect, it } from "vitest";
import { keepNamed } from "./keep-named.ts";

/** As a side of Monaco's comparison behaves: what is set is told, and options set anew have no name. */
function monacoSide() {
  let ariaLabel: string | undefined;
  let updates = 0;
  const told: (() => void)[] = [];
  const changed = () => {
    for (const tell of told) tell();
  };
  const side: Parameters<typeof keepNamed>[0] = {
    getRawOptions: () => (ariaLabel === undefined ? {} : { ariaLabel }),
    updateOptions: (options) => {
      ariaLabel = options.ariaLabel;
      updates += 1;
      changed();
    },
    onDidChangeConfiguration: (listener) => {
      // What changed is nothing that a name depends on.
      told.push(() => listener({ hasChanged: () => true }));
      return { dispose: () => undefined };
    },
  };
  return {
    side,
    setAnew: () => {
      ariaLabel = undefined;
      changed();
    },
    name: () => ariaLabel,
    updates: () => updates,
  };
}

it("a side of a comparison has its name at once, and again whenever its options were set anew", () => {
  const { side, setAnew, name, updates } = monacoSide();
  keepNamed(side, "Before");
  expect(name()).toBe("Before");
  for (const times of [2, 3]) {
    setAnew();
    expect(name()).toBe("Before");
    // Its own change of the options is no reason to change them.
    expect(updates()).toBe(times);
  }
});
