import { describe, expect, test, vi } from "vitest";
import type { PackageLock } from "#lib/contracts";
import type { Json } from "#lib/drafting";
import { locales } from "#lib/kernel";
import { messages } from "../../../../lib/web/messages/index.ts";
import { renderEditor } from "../../../testing/render-editor.tsx";
import type { LockingState } from "../../store/locking.ts";
import { LockButton, PackagesLock, useLocking } from "./packages-lock.tsx";
import { PackagesSection } from "./packages-section.tsx";

const uses = [{ name: "rapidfuzz" }];
const packageLock: PackageLock = {
  at: "2024-02-29T10:00:09.000Z",
  python: "3.11",
  platform: "linux-x86_64",
  packages: [{ name: "rapidfuzz", version: "3.0.0", sha256: "a".repeat(64) }],
};
const error = { code: "package-registry-unreachable", params: {} } as const;

function Part() {
  const locking = useLocking(uses);
  return (
    <>
      <PackagesLock locking={locking} />
      <LockButton uses={uses} locking={locking} />
    </>
  );
}

describe.each(locales)("the lock of packages in %s", (locale) => {
  const words = { ...messages[locale].editor.inspect, retry: messages[locale].common.retry };
  const draw = (content: React.ReactNode, state: LockingState, more: object = {}, mayEdit = true) => {
    const nothing = async () => undefined;
    const locking = {
      get: () => state,
      subscribe: () => () => undefined,
      lock: nothing,
      resume: nothing,
      stop: vi.fn(),
    };
    const document: Json = JSON.parse(
      JSON.stringify({ name: "visits", tables: [], packages: uses, ...more }),
    );
    return renderEditor(content, { document, locale, locking, mayEdit });
  };

  test("is offered, and offered again where there is one", async () => {
    const open = await draw(<Part />, { isBusy: false });
    expect(open).toContain(words.packagesUnlocked);
    expect(open).toContain(`${words.lockPackages}<`);
    const locked = await draw(<Part />, { isBusy: false }, { packageLock });
    expect(locked).toContain(words.lockAgain);
    expect(locked).not.toContain(words.packagesUnlocked);
  });

  test("says beside its title that it goes on, and where it ended without one", async () => {
    const section = <PackagesSection problems={0} />;
    expect(await draw(section, { isBusy: false })).toContain("rapidfuzz");
    expect(await draw(section, { isBusy: true })).toContain(words.packagesLocking);
    const failed = { isBusy: false, failure: { error, packages: uses } };
    expect(await draw(section, failed)).toContain(words.packagesFailed);
    expect(await draw(<Part />, { isBusy: false, isOutdated: true })).toContain(words.packagesChanged);
  });

  test("that failed says why and is tried again from there alone, by who may; other packages begin afresh", async () => {
    const failed = { isBusy: false, failure: { error, packages: uses } };
    const html = await draw(<Part />, failed);
    expect(html).toContain("package-registry-unreachable");
    expect(html).toContain(words.retry);
    expect(html).not.toContain(`${words.lockPackages}<`);
    expect(await draw(<Part />, failed, {}, false)).not.toContain(words.retry);
    const others = { isBusy: false, failure: { error, packages: [{ name: "requests" }] } };
    const afresh = await draw(<Part />, others);
    expect(afresh).not.toContain("package-registry-unreachable");
    expect(afresh).toContain(`${words.lockPackages}<`);
  });
});
