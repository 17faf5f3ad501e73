import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from "vitest";
import { AppError } from "#lib/kernel";
import { pythonOr } from "#lib/testing";
import { environmentOf } from "./environment.ts";
import { hasJail, type PythonLimits } from "./jail.ts";
import { type PythonPool, pythonPool } from "./python-pool.ts";
import { type PythonScriptRequest, runPythonScript } from "./run-python.ts";

/** Ways out of the sandbox that something real stands at the end of: each is tried from outside first. */

vi.setConfig({ testTimeout: 60_000 });

const limits: PythonLimits = {
  seconds: 20,
  memoryBytes: 600e6,
  diskBytes: 100e6,
  outputBytes: 1e6,
  processes: 32,
};

let folder = "";
let table = "";
let pool: PythonPool | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-escapes-"));
  table = path.join(folder, "table.parquet");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`copy (select 1 as id) to '${table}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

async function poolOr(context: TestContext): Promise<PythonPool> {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  if (!(await hasJail())) context.skip("no sandbox (bubblewrap)");
  pool ??= pythonPool({ environment: () => environmentOf(python), root: path.join(folder, "pool"), limits });
  return pool;
}

/** The error that a script ends with. */
async function errorOf(
  context: TestContext,
  body: string,
  extra: Partial<PythonScriptRequest> = {},
): Promise<AppError> {
  const script = `import os, socket, sys, time\ndef extract(source):\n${body.replace(/^/gm, "    ")}\n`;
  const error = await runPythonScript({
    pool: await poolOr(context),
    kind: "extract",
    place: { stage: "extract", table: "t" },
    script,
    output: path.join(folder, `${Math.random()}.parquet`),
    limits,
    now: new Date("2024-02-29T12:00:00Z"),
    answer: (_question, file) => copyFile(table, file),
    signal: new AbortController().signal,
    ...extra,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

const failure = async (context: TestContext, body: string) => {
  const { code, params } = await errorOf(context, body);
  return [code, params.detail];
};

describe("what the product writes for a script", () => {
  it("is not written through a link that the script has put in its way", async (context) => {
    const target = path.join(folder, "somebody's");
    await writeFile(target, "untouched", { mode: 0o600 });
    const body = `
for n in range(3):
    os.symlink(${JSON.stringify(target)}, f'/job/answer-{n}')
    os.symlink(${JSON.stringify(target)}, f'/job/tmp_answer-{n}')
source.query('select 1')
raise ValueError()`;
    expect(await failure(context, body)).toEqual(["script-failed", "ValueError"]);
    expect(await readFile(target, "utf8")).toBe("untouched");
    expect((await stat(target)).mode & 0o777).toBe(0o600);
  });

  it("is not held up by a pipe that nobody reads, nor by a folder", async (context) => {
    const piped = "os.mkfifo('/job/answer-0')\nsource.query('select 1')\nraise ValueError()";
    expect(await failure(context, piped)).toEqual(["script-failed", "ValueError"]);
    const blocked = "os.makedirs('/job/answer-0/x')\nsource.query('select 1')";
    const error = await errorOf(context, blocked);
    expect([error.code, error.params.detail]).toEqual(["script-refused", "its output is no file"]);
    // Kept with what the script prints: no path of the machine's.
    expect(error.cause).toBeUndefined();
    expect(await readdir(path.join(folder, "pool"))).not.toContainEqual(expect.stringContaining("answer"));
  });
});

describe("the kernel", () => {
  // In a process of one thread: a namespace of users is made by no other.
  const called = (call: string, error: string) => `
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
if os.fork() == 0:
    done = ${call}
    os._exit(0 if done != -1 else ctypes.get_errno())
told = os.waitstatus_to_exitcode(os.wait()[1])
raise KeyError() if told == errno.${error} else ValueError()`;
  it.for([
    ["a namespace of users", "libc.unshare(0x10000000)", "EPERM"],
    ["a namespace of users for a child", "libc.syscall(56, 0x10000011, 0, 0, 0, 0)", "EPERM"],
    ["namespaces by the newer call", "libc.syscall(435, 0, 0)", "ENOSYS"],
    ["memory without a name", "libc.memfd_create(b'x', 0)", "EPERM"],
    ["memory of System V", "libc.shmget(0, 4096, 0o1600)", "EPERM"],
    ["a ring of calls that nobody sees", "libc.syscall(425, 8, 0)", "EPERM"],
    ["a key of the machine's", "libc.syscall(248, b'user', b'x', b'x', 1, -4)", "EPERM"],
    ["a socket to the machine's host", "libc.socket(40, 1, 0)", "EAFNOSUPPORT"],
  ] as const)("refuses a script %s", async ([, call, error], context) => {
    if (process.arch !== "x64") context.skip("these are numbers of x64");
    expect(await failure(context, called(call, error))).toEqual(["script-failed", "KeyError"]);
  });

  it("refuses it to send away a file that it holds", async (context) => {
    const body = `
one, other = socket.socketpair()
socket.send_fds(one, [b'x'], [0])`;
    expect(await failure(context, body)).toEqual(["script-failed", "PermissionError"]);
  });

  it("leaves it threads, processes and sockets of its own", async (context) => {
    const body = `
import asyncio, concurrent.futures as cf, subprocess
with cf.ThreadPoolExecutor(2) as threads: assert sum(threads.map(abs, [-1, 2])) == 3
if os.fork() == 0: os._exit(3)
assert os.waitstatus_to_exitcode(os.wait()[1]) == 3
assert subprocess.run(['/bin/echo', 'x'], capture_output=True).stdout == b'x\\n'
assert asyncio.run(asyncio.sleep(0, 3)) == 3
raise KeyError()`;
    expect(await failure(context, body)).toEqual(["script-failed", "KeyError"]);
  });
});

describe("what stands outside", () => {
  it("a server of this machine, and a socket that has no file", async (context) => {
    let visitors = 0;
    const [server, hidden] = [net.createServer(), net.createServer()];
    const abstract = `\0etlx-${process.pid}`;
    const visit = (place: net.NetConnectOpts) =>
      new Promise<void>((resolve, reject) => {
        const socket = net.connect(place, () => resolve(void socket.destroy()));
        socket.once("error", reject);
      });
    try {
      for (const one of [server, hidden]) one.on("connection", () => visitors++);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      await new Promise<void>((resolve) => hidden.listen(abstract, resolve));
      const address = server.address();
      const port = typeof address === "object" ? (address?.port ?? 0) : 0;
      for (const place of [{ port, host: "127.0.0.1" }, { path: abstract }]) await visit(place);
      await expect.poll(() => visitors).toBe(2);
      for (const body of [
        `socket.create_connection(('127.0.0.1', ${port}), 2)`,
        `socket.socket(socket.AF_UNIX).connect('\\0etlx-${process.pid}')`,
      ])
        expect(await failure(context, body)).toEqual(["script-failed", "ConnectionRefusedError"]);
      expect(visitors).toBe(2);
    } finally {
      for (const one of [server, hidden]) one.close();
    }
  });

  it("files of another run, by their name and from the sandbox's own root", async (context) => {
    const other = await (await poolOr(context)).take();
    try {
      const file = path.join(other.scratch, "theirs");
      await writeFile(file, "rows", { mode: 0o644 });
      expect(existsSync(file)).toBe(true);
      expect(await failure(context, `open(${JSON.stringify(file)})`)).toEqual([
        "script-failed",
        "FileNotFoundError",
      ]);
      const search = `
for at, _, names in os.walk('/'):
    if 'theirs' in names: raise ValueError()
raise KeyError()`;
      expect(await failure(context, search)).toEqual(["script-failed", "KeyError"]);
    } finally {
      await other.end();
    }
  });

  it("the environment of the product, and its processes", async (context) => {
    vi.stubEnv("ETLX_ESCAPES_MARK", "a secret of the product's");
    try {
      await pool?.close();
      pool = undefined;
      const body = `
found = [os.environ.get('ETLX_ESCAPES_MARK')]
for pid in filter(str.isdigit, os.listdir('/proc')):
    try: found.append(open(f'/proc/{pid}/environ').read())
    except OSError: pass
assert any(found) and any('HOME=/job' in text for text in found if text)
assert not any('ETLX_ESCAPES_MARK' in text for text in found if text)
assert len(os.listdir('/proc')) and os.getppid() < 100
raise KeyError()`;
      expect(await failure(context, body)).toEqual(["script-failed", "KeyError"]);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe("what no limit of the kernel counts", () => {
  const excesses: readonly (readonly [string, string, string])[] = [
    [
      "memory that its processes share and have not at hand",
      "import mmap\nheld = [mmap.mmap(-1, 100 << 20) for _ in range(8)]\nfor one in held:\n    for at in range(0, len(one), 4096): one[at] = 1\n    one.madvise(mmap.MADV_DONTNEED)\ntime.sleep(30)",
      "RAM",
    ],
    [
      "files without names that are only mapped",
      // Python's own mapping would hold the file open as well.
      "import ctypes\nmap = ctypes.CDLL(None).mmap\nmap.restype = ctypes.c_void_p\nmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]\nfor n in range(4):\n    with open(f'/job/{n}', 'wb+') as f:\n        f.write(b'1' * (8 << 20))\n        f.flush()\n        assert map(None, 8 << 20, 1, 1, f.fileno(), 0) > 0\n    os.unlink(f'/job/{n}')\ntime.sleep(30)",
      "disk",
    ],
    [
      "files that have lost their names",
      "fd = os.open('/job/x', os.O_CREAT | os.O_WRONLY)\nos.unlink('/job/x')\nos.write(fd, b'1' * (1 << 20))\nmore = [os.dup(fd)]\nfor n in range(4):\n    f = os.open(f'/job/{n}', os.O_CREAT | os.O_WRONLY)\n    os.unlink(f'/job/{n}')\n    for _ in range(50): os.write(f, b'1' * (1 << 20))\ntime.sleep(30)",
      "disk",
    ],
    [
      "folders deeper than a path can name",
      "for _ in range(60):\n    os.mkdir('d' * 100)\n    os.chdir('d' * 100)\nopen('x', 'w').write('1')\ntime.sleep(30)",
      "disk",
    ],
    ["empty files without end", "n = 0\nwhile True:\n    open(f'/job/{n}', 'w').close()\n    n += 1", "disk"],
    ["an answer without an end of its line", "while True: os.write(4, b'x' * 65536)", "output"],
  ];
  it.for(excesses)("%s: stopped", async ([, body, resource], context) => {
    const error = await errorOf(context, body, { limits: { ...limits, diskBytes: 20e6, seconds: 40 } });
    expect([error.code, error.params.resource]).toEqual(["script-limit", resource]);
    // What it left can be removed, however it is shaped.
    await pool?.close();
    pool = undefined;
    expect(await readdir(path.join(folder, "pool"))).toEqual([]);
  });

  it("memory that is mapped for others, too, counts once", async (context) => {
    const body = `
import mmap
held = mmap.mmap(-1, 400_000_000)
for at in range(0, 400_000_000, 4096):
    held[at] = 1
time.sleep(1)
raise KeyError()`;
    const within = (memoryBytes: number) => errorOf(context, body, { limits: { ...limits, memoryBytes } });
    const roomy = await within(900e6);
    expect([roomy.code, roomy.params.detail]).toEqual(["script-failed", "KeyError"]);
    const narrow = await within(450e6);
    expect([narrow.code, narrow.params.resource]).toEqual(["script-limit", "RAM"]);
  });

  it("processes of one script are not another's", async (context) => {
    // As many as it may have: a script of the same user could start no thread beside them.
    const body = `
for _ in range(28):
    if os.fork() == 0:
        time.sleep(60)
print('full')
time.sleep(60)`;
    // What they share counts for each of them.
    const roomy = { ...limits, memoryBytes: 30e9 };
    const stop = new AbortController();
    let first: Promise<AppError> | undefined;
    await new Promise<void>((resolve) => {
      first = errorOf(context, body, {
        limits: roomy,
        signal: stop.signal,
        onOutput: (text) => text.includes("full") && resolve(),
      });
    });
    const forks = "for _ in range(28):\n    if os.fork() == 0: os._exit(0)\nraise KeyError()";
    const second = await errorOf(context, forks, { limits: roomy });
    expect([second.code, second.params.detail]).toEqual(["script-failed", "KeyError"]);
    stop.abort();
    expect((await first)?.code).toBe("run-cancelled");
  });
});

describe("what its errors say", () => {
  it("is nothing of the rows: a class, a line and names that its author has not written are left out", async (context) => {
    const secret = "Иванова";
    const bodies = [
      `raise type('${secret.slice(0, 3)}' + '${secret.slice(3)}', (Exception,), {})`,
      `import json\nos.write(4, (json.dumps({'failed': '${secret.slice(0, 3)}' + '${secret.slice(3)}', 'line': 77123, 'trace': ''}) + '\\n').encode())\ntime.sleep(30)`,
      `import json\nos.write(4, (json.dumps({'refused': 'column-twice', 'params': {'column': '${secret.slice(0, 3)}' + '${secret.slice(3)}'}, 'line': 3}) + '\\n').encode())\ntime.sleep(30)`,
      `import pandas as pd\nreturn pd.DataFrame([[1, 2]], columns=['${secret.slice(0, 3)}' + '${secret.slice(3)}'] * 2)`,
    ];
    for (const body of bodies) {
      const { code, params, place, message } = await errorOf(context, body);
      expect(JSON.stringify([code, params, place, message])).not.toMatch(/Иванова|77123/);
      expect(["script-failed", "script-refused"]).toContain(code);
    }
    const own = "class TooOld(Exception): pass\nraise TooOld()";
    expect(await failure(context, own)).toEqual(["script-failed", "TooOld"]);
  });
});
