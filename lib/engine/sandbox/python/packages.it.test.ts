import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import type { PackageLock, PythonPolicy } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { pythonOr, smallDiskOr, startPackageRegistry, type TestPackages } from "#lib/testing";
import { environmentOf, type PythonEnvironment } from "./environment.ts";
import { hasJail } from "./jail.ts";
import { lockPackages } from "./lock-packages.ts";
import { lockKey } from "./locked-environment.ts";
import { type PythonNeeds, pythonPool } from "./python-pool.ts";
import { runPythonScript } from "./run-python.ts";

const limits = { seconds: 60, memoryBytes: 600e6, diskBytes: 100e6, outputBytes: 1e6, processes: 32 };

let folder = "";
let registry: TestPackages;
const before = { index: process.env.PIP_INDEX_URL, extra: process.env.PIP_EXTRA_INDEX_URL };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-packages-"));
  registry = await startPackageRegistry();
  await registry.wheel("etlxone", "1.0", "etlxtwo>=1", "from etlxtwo import twice\n");
  await registry.wheel("etlxone", "2.0", "etlxtwo>=1", "from etlxtwo import twice\nversion = 2\n");
  await registry.wheel("etlxtwo", "1.5", "", "def twice(x): return x * 2\n");
  await registry.wheel("etlxold", "1.0", "pandas<1", "");
  await registry.source("etlxsource", "1.0");
  process.env.PIP_INDEX_URL = registry.index;
  process.env.PIP_EXTRA_INDEX_URL = "";
});
afterAll(async () => {
  for (const [name, value] of [
    ["PIP_INDEX_URL", before.index],
    ["PIP_EXTRA_INDEX_URL", before.extra],
  ] as const)
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const baseOr = (context: TestContext) => environmentOf(pythonOr(context, "ETLX_TEST_PYTHON"));

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

const poolOptions = (
  base: PythonEnvironment,
  { jail, installed }: { readonly jail?: () => Promise<boolean>; readonly installed?: string },
) => ({
  environment: async () => base,
  root: path.join(folder, "pool"),
  packages: installed ?? path.join(folder, "installed"),
  limits,
  ...(jail ? { jail } : {}),
});

async function scripted(
  context: TestContext,
  script: string,
  needs: PythonNeeds,
  options: {
    readonly policy?: PythonPolicy;
    readonly jail?: () => Promise<boolean>;
    readonly seconds?: number;
    readonly installed?: string;
  } = {},
): Promise<string> {
  const base = await baseOr(context);
  const { policy } = options;
  const pool = pythonPool({
    ...poolOptions(base, options),
    ...(policy ? { policy: async () => policy } : {}),
  });
  let printed = "";
  try {
    await runPythonScript({
      pool: { take: () => pool.take(needs) },
      kind: "extract",
      place: { stage: "extract", table: "t" },
      script: `import pandas as pd\ndef extract(source):\n    ${script}\n    return pd.DataFrame({"a": [1]})\n`,
      output: path.join(folder, "out.parquet"),
      limits: { ...limits, ...(options.seconds ? { seconds: options.seconds } : {}) },
      now: new Date(),
      signal: new AbortController().signal,
      onOutput: (text) => {
        printed += text;
      },
    });
    return printed;
  } finally {
    await pool.close();
  }
}

describe("packages that a module declares", () => {
  let lock: PackageLock;
  it("are locked with what they need, by content", async (context) => {
    const base = await baseOr(context);
    lock = await lockPackages(base, [{ name: "EtlxOne", version: "1.0" }]);
    expect(lock.packages.map(({ name, version }) => `${name}==${version}`)).toEqual([
      "etlxone==1.0",
      "etlxtwo==1.5",
    ]);
    expect((await lockPackages(base, [{ name: "etlxone" }])).packages[0]?.version).toBe("2.0");
  });

  it("are installed once, by their hashes, beside what every script has", async (context) => {
    if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
    let installed = 0;
    const needs = { lock, onInstall: () => void installed++ };
    const script = "import etlxone; print(etlxone.twice(21), pd.__name__)";
    expect(await scripted(context, script, needs)).toBe("42 pandas\n");
    expect(await scripted(context, script, needs)).toBe("42 pandas\n");
    expect(installed).toBe(1);
    const without = await errorOf(scripted(context, "import etlxone", {}));
    expect([without.code, without.params.detail]).toEqual(["script-failed", "ModuleNotFoundError"]);
  });

  it("are refused where their content is another, or the lock is of another Python", async (context) => {
    if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
    const other = lock.packages.map((one) => ({ ...one, sha256: "0".repeat(64) }));
    const changed = await errorOf(scripted(context, "pass", { lock: { ...lock, packages: other } }));
    expect(changed.code).toBe("package-changed");
    const elsewhere = await errorOf(scripted(context, "pass", { lock: { ...lock, python: "2.7" } }));
    // As a data folder has them that came from another machine.
    const copied = path.join(folder, "copied");
    await mkdir(path.join(copied, `packages-${lockKey({ ...lock, python: "2.7" })}`), { recursive: true });
    const there = await errorOf(
      scripted(context, "pass", { lock: { ...lock, python: "2.7" } }, { installed: copied }),
    );
    expect(there.code).toBe("lock-of-other-python");
    expect([elsewhere.code, elsewhere.params.locked]).toEqual([
      "lock-of-other-python",
      `Python 2.7, ${lock.platform}`,
    ]);
  });

  it("must be on the administrator's list where there is one, with what they need", async (context) => {
    if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
    const policy = (...allowedPackages: string[]) => ({
      policy: { allowUnsandboxed: false, allowedPackages },
    });
    const refused = await errorOf(scripted(context, "pass", { lock }, policy("etlxone")));
    expect([refused.code, refused.params.name]).toEqual(["package-not-allowed", "etlxtwo"]);
    const script = "import etlxone; print(1)";
    expect(await scripted(context, script, { lock }, policy("ETLXone", "etlxtwo"))).toBe("1\n");
  });

  it.for([
    [[{ name: "etlxnowhere" }], "package-missing", { name: "etlxnowhere" }],
    [
      [{ name: "etlxone", version: "7.0" }],
      "package-version-missing",
      { name: "etlxone", version: "7.0", versions: "2.0, 1.0" },
    ],
    [[{ name: "etlxsource" }], "package-without-wheel", { name: "etlxsource" }],
    [[{ name: "etlxold" }], "packages-conflict", {}],
    [[{ name: "numpy" }], "package-always-there", { name: "numpy" }],
  ] as const)(
    "what cannot be locked says why and what to do: %j",
    async ([packages, code, params], context) => {
      const error = await errorOf(lockPackages(await baseOr(context), packages));
      expect(error.code).toBe(code);
      expect(error.params).toMatchObject(params);
      expect(error.message).toMatch(/Check|choose|Choose|take it out|Lock/);
    },
  );

  it("say so where the registry does not answer", async (context) => {
    process.env.PIP_INDEX_URL = "http://127.0.0.1:9/simple";
    try {
      const error = await errorOf(lockPackages(await baseOr(context), [{ name: "etlxone" }]));
      expect(error.code).toBe("package-registry-unreachable");
      expect(error.message).not.toContain("127.0.0.1");
    } finally {
      process.env.PIP_INDEX_URL = registry.index;
    }
  });
});

it("says that pip failed where nobody knows why: waiting helps nothing", async (context) => {
  process.env.PIP_CONSTRAINT = path.join(folder, "nowhere.txt");
  try {
    const error = await errorOf(lockPackages(await baseOr(context), [{ name: "etlxone" }]));
    expect([error.code, error.definition.kind]).toEqual(["packages-failed", "usage"]);
    expect("transient" in error.definition).toBe(false);
  } finally {
    delete process.env.PIP_CONSTRAINT;
  }
});

it("says that the disk is full where packages are installed", async (context) => {
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  await registry.wheel("etlxbig", "1.0", "", "#".padEnd(100_000, "x"));
  const lock = await lockPackages(await baseOr(context), [{ name: "etlxbig" }]);
  const disk = await smallDiskOr(context, path.join(folder, "small"), "size=64k");
  try {
    const error = await errorOf(scripted(context, "pass", { lock }, { installed: disk.folder }));
    expect([error.code, error.params.folder]).toEqual(["disk-full", disk.folder]);
  } finally {
    await disk.unmount();
  }
});

describe("a machine without a sandbox", () => {
  const jail = async () => false;
  it("runs no Python, and says what to do", async (context) => {
    const error = await errorOf(scripted(context, "pass", {}, { jail }));
    expect(error.code).toBe("python-sandbox-missing");
    expect(error.message).toContain("administrator");
  });

  it("runs it where the administrator allows that, says so, and keeps the limits", async (context) => {
    let told = 0;
    const needs = { mayGoUnsandboxed: () => ++told > 0 };
    const options = { jail, policy: { allowUnsandboxed: true } };
    const script = "import os; print(os.path.exists('/etc/passwd'), 'DATABASE_URL' in os.environ)";
    process.env.DATABASE_URL = "postgresql://somewhere";
    try {
      expect(await scripted(context, script, needs, options)).toBe("True False\n");
    } finally {
      delete process.env.DATABASE_URL;
    }
    expect(told).toBe(1);
    const error = await errorOf(scripted(context, "x = bytearray(10 * 2**30)", needs, options));
    expect([error.code, error.params.resource]).toEqual(["script-limit", "RAM"]);
    const refused = scripted(context, "pass", { mayGoUnsandboxed: () => false }, options);
    expect((await errorOf(refused)).code).toBe("python-sandbox-missing");
  });

  it("uses packages that a script has changed no more: they are installed again", async (context) => {
    const lock = await lockPackages(await baseOr(context), [{ name: "etlxone", version: "1.0" }]);
    const options = {
      jail,
      policy: { allowUnsandboxed: true },
      installed: path.join(folder, "changeable"),
    };
    const inode = async () => (await stat(path.join(folder, "changeable", `packages-${lockKey(lock)}`))).ino;
    const honest = "import etlxone; print(etlxone.twice(21))";
    expect(await scripted(context, honest, { lock }, options)).toBe("42\n");
    const made = await inode();
    expect(await scripted(context, honest, { lock }, options)).toBe("42\n");
    expect(await inode()).toBe(made);
    const change =
      "import etlxtwo, pathlib; pathlib.Path(etlxtwo.__file__).write_text('def twice(x): return 666'); print(1)";
    expect(await scripted(context, change, { lock }, options)).toBe("1\n");
    expect(await scripted(context, honest, { lock }, options)).toBe("42\n");
    expect(await inode()).not.toBe(made);
    // A process that waited would have the old ones in its hands when the script before it changes them.
    const pool = pythonPool({
      ...poolOptions(await baseOr(context), options),
      policy: async () => options.policy,
    });
    const first = await pool.take({ lock });
    await first.process.ready;
    expect(await readdir(path.join(folder, "pool"))).toHaveLength(1);
    await first.end();
    await pool.close();
  });

  // In a session of its own, with the script's channels in its hands.
  const left = (file: string, then: string) =>
    [
      "import os, time, pathlib",
      "if os.fork() == 0:",
      "    os.setsid()",
      `    pathlib.Path('${file}').write_text(str(os.getpid()))`,
      "    time.sleep(300)",
      `while not os.path.exists('${file}') or not os.path.getsize('${file}'): time.sleep(0.01)`,
      then,
    ].join("\n    ");
  it.for([
    ["returns", "print('over')", undefined],
    ["dies without a word", "os._exit(3)", "script-failed"],
    ["goes on for ever", "time.sleep(300)", "script-limit"],
    ["kills its first process", "os.kill(os.getpid(), 9)", "script-failed"],
  ] as const)("ends what a script has left behind that %s", async ([_what, then, code], context) => {
    const file = path.join(folder, `left-${Math.random()}`);
    const options = { jail, policy: { allowUnsandboxed: true }, seconds: 4 };
    const began = performance.now();
    const work = scripted(context, left(file, then), {}, options);
    if (code === undefined) expect(await work).toBe("over\n");
    else expect((await errorOf(work)).code).toBe(code);
    expect(performance.now() - began).toBeLessThan(15_000);
    const pid = await readFile(file, "utf8");
    const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => `${pid} (gone) X`);
    expect(state).toMatch(/\) [ZX]/);
  });
});
