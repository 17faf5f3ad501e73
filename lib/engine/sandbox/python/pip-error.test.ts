import { expect, it } from "vitest";
import { pipError } from "./pip-error.ts";

const failed = (stderr: string) => Object.assign(new Error("pip"), { stderr });
const retried = "WARNING: Retrying after connection broken by 'NewConnectionError: Connection refused'";
const changed = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.";

it("tells a package that has changed, though a connection was tried twice on the way", async () => {
  const codes = [`${retried}\n${changed}`, retried].map(async (text) => {
    const { code } = await pipError({ python: "python3", folders: [] }, [], failed(text));
    return code;
  });
  expect(await Promise.all(codes)).toEqual(["package-changed", "package-registry-unreachable"]);
});
