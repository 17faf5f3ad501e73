import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { AppError } from "#lib/kernel";
import { pythonOr } from "#lib/testing";
import { environmentOf } from "./environment.ts";
import { hasJail, type PythonLimits } from "./jail.ts";
import { type PythonPool, pythonPool } from "./python-pool.ts";
import { type PythonScriptRequest, runPythonScript } from "./run-python.ts";

const limits: PythonLimits = {
  seconds: 20,
  memoryBytes: 600e6,
  diskBytes: 100e6,
  outputBytes: 1e6,
  processes: 32,
};
const place = { stage: "transform", table: "t" };

let folder = "";
let pool: PythonPool | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-python-"));
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

async function query(sql: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run("set timezone = 'UTC'");
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const written = (select: string) => async (file: string) => {
  await query(`copy (${select}) to '${file}' (format parquet)`);
};

async function run(
  context: TestContext,
  script: string,
  extra: Partial<PythonScriptRequest> = {},
): Promise<readonly unknown[]> {
  const output = extra.output ?? path.join(folder, `${Math.random()}.parquet`);
  await runPythonScript({
    pool: await poolOr(context),
    kind: "transform",
    place,
    script,
    inputs: [{ name: "t", write: written("select range as id, 'n' || range as name from range(3)") }],
    output,
    limits,
    now: new Date("2024-02-29T12:00:00Z"),
    signal: new AbortController().signal,
    ...extra,
  });
  return query(`select * from '${output}'`);
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof AppError) return error;
  throw new Error("an AppError was expected", { cause: error });
}

describe("a Python script", () => {
  it("gets a DataFrame and returns one", async (context) => {
    expect(
      await run(context, "def transform(df):\n    df['twice'] = df['id'] * 2\n    return df[df['id'] > 0]\n"),
    ).toEqual([
      ["1", "n1", "2"],
      ["2", "n2", "4"],
    ]);
  });

  it("gets other tables by the names of its parameters, in chunks as well", async (context) => {
    const inputs = [
      { name: "t", write: written("select range as id from range(250000)") },
      { name: "names", write: written("select 'x' as name") },
    ];
    const script =
      "def transform_chunk(df, names):\n    df['name'] = names['name'][0]\n    df['size'] = len(df)\n    return df\n";
    const output = path.join(folder, "chunks.parquet");
    await run(context, script, { inputs, output });
    expect(
      await query(`select count(*)::int, count(distinct size)::int, min(name) from '${output}'`),
    ).toEqual([[250000, 2, "x"]]);
  });

  it("gets values of parameters where its function asks for them, each of its type", async (context) => {
    const parameters = [
      { name: "day", type: "date", value: "2024-02-29" },
      { name: "least", type: "integer", value: "9007199254740993" },
      { name: "part", type: "decimal", value: "0.10" },
      { name: "flag", type: "boolean", value: "false" },
      { name: "region", type: "choice", value: "север" },
      { name: "none", type: "string", value: null },
    ] as const;
    const told =
      "def transform(df, parameters):\n    p = dict(parameters)\n" +
      "    return pd.DataFrame({'told': [f'{type(v).__name__} {v}' for v in p.values()]})\n";
    expect(await run(context, `import pandas as pd\n${told}`, { parameters })).toEqual([
      ["date 2024-02-29"],
      ["int 9007199254740993"],
      ["Decimal 0.10"],
      ["bool False"],
      ["str север"],
      ["NoneType None"],
    ]);
    const inputs = [
      { name: "t", write: written("select 1 as id") },
      { name: "parameters", write: written("select 7 as seven") },
    ];
    const table = "def transform(df, parameters):\n    return parameters\n";
    expect(await run(context, table, { parameters, inputs })).toEqual([[7]]);
    const extract =
      "import pandas as pd\ndef extract(source, parameters):\n    return pd.DataFrame({'day': [parameters['day']]})\n";
    expect(await run(context, extract, { parameters, kind: "extract" })).toEqual([["2024-02-29"]]);
    const changed = "def transform(df, parameters):\n    parameters['day'] = 1\n    return df\n";
    expect((await errorOf(run(context, changed, { parameters }))).params.detail).toBe("TypeError");
  });

  it("tells its functions without running", async (context) => {
    const value = await runPythonScript({
      pool: await poolOr(context),
      kind: "describe",
      place,
      script: "import os\nos._exit(3)\ndef transform(df, customers): return df\n",
      limits,
      now: new Date(),
      signal: new AbortController().signal,
    });
    expect(value.functions).toEqual({ transform: ["df", "customers"] });
  });

  it("keeps every type through pandas: gaps, decimals, zones, microseconds, binary, empty texts", async (context) => {
    const select = `select * from (values
      (9223372036854775807::bigint, 12345678901234567890.123456789012345678::decimal(38,18), 0.1::double, true, date '0001-01-01', time '23:59:59.999999',
       timestamp '2024-02-29 23:59:59.999999', timestamptz '2024-02-29 23:59:59.999999+03', '\\xDE\\xAD\\x00'::blob, '', '{"a": 1}'::json),
      (null, null, null, null, null, null, null, null, null, null, null)) v(i, d, f, b, day, clock, ts, tz, bin, txt, j)`;
    const inputs = [{ name: "t", write: written(select) }];
    const rows = await run(context, "def transform(df):\n    return df\n", { inputs });
    expect(rows).toEqual(await query(select));
    expect(rows[0]).toContain("9223372036854775807");
    expect(rows[1]).toEqual(Array(11).fill(null));
  });

  it("sees the run's instant and the same random numbers again", async (context) => {
    const script = `
import datetime, random, time, uuid
import numpy as np, pandas as pd
def transform(df):
    return pd.DataFrame({"now": [str(datetime.datetime.now()), str(pd.Timestamp.now()), str(time.time())],
                         "random": [str(random.random()), str(np.random.rand()), str(hash("a"))]})
`;
    const first = await run(context, script);
    expect(first.map((row) => (row as string[])[0])).toEqual([
      "2024-02-29 12:00:00",
      "2024-02-29 12:00:00",
      "1709208000.0",
    ]);
    expect(await run(context, script)).toEqual(first);
  });

  it("says at which line it failed, and keeps its words to its author", async (context) => {
    const error = await errorOf(
      run(context, "def transform(df):\n    x = 1\n    raise ValueError('секрет 42')\n"),
    );
    expect([error.code, error.params.detail, error.place?.line]).toEqual(["script-failed", "ValueError", 3]);
    expect(`${error.message}${JSON.stringify(error.toData())}`).not.toContain("секрет");
    expect(String((error.cause as Error).message)).toContain("секрет 42");
    const syntax = await errorOf(run(context, "def transform(df):\n    return (\n"));
    expect([syntax.code, syntax.params.detail, syntax.place?.line]).toEqual([
      "script-failed",
      "SyntaxError",
      2,
    ]);
  });

  it.each([
    ["def transform(df):\n    return 7\n", "must return a pandas DataFrame, not int"],
    ["def transform(df):\n    return None\n", "not NoneType"],
    ["def transform(df, nowhere):\n    return df\n", "no table of the module is named nowhere"],
    ["x = 1\n", "defines neither transform"],
    ["import pandas as pd\ndef transform(df):\n    return pd.concat([df, df], axis=1)\n", "same name"],
    [
      "def transform(df):\n    df['m'] = [1, 'a', None]\n    return df\n",
      "column m holds values of different types",
    ],
    ["def transform(df):\n    df['m'] = [[1], [2], [3]]\n    return df\n", "column m holds list"],
    ["def transform(df):\n    yield df\n    yield df[['id']]\n", "other columns than the first"],
  ])("is told what to change: %s", async (script, detail) => {
    const context = { skip: () => expect.fail("there was a sandbox before") } as unknown as TestContext;
    const error = await errorOf(run(context, script));
    expect(error.code).toBe("script-refused");
    expect(String(error.params.detail)).toContain(detail);
  });

  it.for([
    [
      "def transform(df):\n    return df.groupby('name').agg(n=('id', 'count'))\n",
      "line 1: the returned DataFrame has an index (name) that would be lost",
    ],
    [
      "def transform(df):\n    import pandas as pd\n    return df.set_index(pd.Index(df['name'].tolist()))\n",
      "an index (str) that would be lost",
    ],
    [
      "x = 1\ndef transform(df):\n    df['m'] = [1, 'a', b'c']\n    return df\n",
      "line 2: column m holds values of different types (bytes, int, str)",
    ],
    ["def transform(df):\n    return df.rename(columns={'name': 'ID'})\n", "have the same name: ID"],
  ] as const)("says at which function a result is in bad shape: %s", async ([script, detail], context) => {
    const error = await errorOf(run(context, script));
    expect([error.code, error.place?.line]).toEqual(["script-refused", script.startsWith("x") ? 2 : 1]);
    expect(String(error.params.detail)).toContain(detail);
  });

  it("keeps rows whose index only numbers them, in any order", async (context) => {
    expect(
      await run(context, "def transform(df):\n    return df.sort_values('id', ascending=False)[:2]\n"),
    ).toEqual([
      ["2", "n2"],
      ["1", "n1"],
    ]);
  });

  it("hands over what it prints as it comes, warnings without libraries' paths, and its own lines of a traceback", async (context) => {
    const script = `
import sys, warnings
def inner(df):
    return df["nowhere"]
def transform(df):
    print("rows:", len(df), "имя")
    warnings.warn("careful")
    print("half", end="")
    return inner(df)
`;
    let printed = "";
    const error = await errorOf(
      run(context, script, {
        onOutput: (text) => {
          printed += text;
        },
      }),
    );
    // Of its two streams neither waits for the other.
    const pieces = ["rows: 3 имя\n", "line 7: UserWarning: careful\n", "half"];
    for (const piece of pieces) expect(printed).toContain(piece);
    expect(printed.length).toBe(pieces.join("").length);
    const trace = String((error.cause as Error).message).split("\n");
    expect(trace).toEqual(["line 9, in transform", "line 4, in inner", "KeyError: 'nowhere'"]);
    expect(printed + trace.join()).not.toMatch(/site-packages|runner\.py/);
  });

  it("has printed before it is stopped", async (context) => {
    let printed = "";
    const error = await errorOf(
      run(context, "import time\ndef transform(df):\n    print('before')\n    time.sleep(60)\n", {
        limits: { ...limits, seconds: 2 },
        onOutput: (text) => {
          printed += text;
        },
      }),
    );
    expect([error.code, error.params.resource, printed]).toEqual(["script-limit", "time", "before\n"]);
  });

  it("returns no more rows than allowed", async (context) => {
    const script = "import pandas as pd\ndef transform(df):\n    return pd.concat([df] * 100)\n";
    const error = await errorOf(run(context, script, { mostRows: 30 }));
    expect([error.code, error.params.detail]).toEqual([
      "script-refused",
      "line 2: the script returns more than 30 rows",
    ]);
  });

  it.for([
    ["number", '"too-many-rows", rows=79161234567', "the script returns more than … rows"],
    [
      "list of types",
      '"mixed-types", column="x", types="79 16 12 34 56 7"',
      "column x holds values of different types (…)",
    ],
  ] as const)(
    "puts no value into a %s of a reason that it names itself",
    async ([, params, told], context) => {
      const script = `def transform(df):\n    import etlx_frames\n    raise etlx_frames.Refused(${params})\n`;
      const error = await errorOf(run(context, script));
      expect([error.code, error.params.detail]).toEqual(["script-refused", `line 3: ${told}`]);
      expect(JSON.stringify(error.toData())).not.toMatch(/79/);
    },
  );
});

const attempts: readonly (readonly [string, string, string])[] = [
  ["reads /etc/passwd", "open('/etc/passwd').read()", "FileNotFoundError"],
  [
    "reads a home folder",
    "import os\n    os.listdir('/home') and open('/home/.bashrc').read()",
    "FileNotFoundError",
  ],
  ["reads its parent's environment", "open('/proc/1/environ').read()", "PermissionError"],
  ["connects to the network", "import socket\n    socket.create_connection(('1.1.1.1', 53), 2)", "OSError"],
  ["looks up a name", "import socket\n    socket.gethostbyname('example.org')", "gaierror"],
  ["writes beside its folder", "open('/usr/x', 'w')", "OSError"],
  ["changes its runner", "import sys\n    open(sys.argv[0], 'a').write('x')", "PermissionError"],
  ["becomes root", "import os\n    os.setuid(0)", "PermissionError"],
  [
    "mounts",
    "import ctypes\n    libc = ctypes.CDLL(None, use_errno=True)\n    assert libc.mount(b'none', b'/job', b'tmpfs', 0, None) == 0",
    "AssertionError",
  ],
  [
    "traces a process",
    "import ctypes\n    libc = ctypes.CDLL(None, use_errno=True)\n    assert libc.ptrace(16, 1, 0, 0) == 0",
    "AssertionError",
  ],
  ["opens a device", "open('/dev/mem', 'rb')", "FileNotFoundError"],
  [
    "unpickles a command",
    "import pickle\n    pickle.loads(b\"cposix\\nsystem\\n(S'cat /etc/passwd > /job/stolen'\\ntR.\")\n    assert open('/job/stolen').read()",
    "AssertionError",
  ],
];

describe("a script that tries to win", () => {
  let stopped = 0;
  it.each(attempts)("%s: stopped", async (_what, statement, detail) => {
    const context = { skip: () => expect.fail("there was a sandbox before") } as unknown as TestContext;
    const error = await errorOf(run(context, `def transform(df):\n    ${statement}\n    return df\n`));
    expect([error.code, error.params.detail, error.place?.line && error.place.line >= 2]).toEqual([
      "script-failed",
      detail,
      true,
    ]);
    stopped++;
  });

  const excesses: readonly (readonly [string, string, string])[] = [
    ["an endless loop", "while True: pass", "time"],
    ["10 GB in one piece", "x = bytearray(10 * 2**30)", "RAM"],
    ["memory bit by bit", "x = []\n    while True: x.append(bytearray(b'1' * (10 << 20)))", "RAM"],
    ["10 GB of output", "for _ in range(10 * 1024): print('x' * (1 << 20))", "output"],
    [
      "a full disk",
      "for n in range(200):\n        open('/job/f%d' % n, 'wb').write(b'1' * (10 << 20))\n    import time\n    time.sleep(5)",
      "disk",
    ],
  ];
  it.each(excesses)("%s: stopped", async (_what, statement, resource) => {
    const context = { skip: () => expect.fail("there was a sandbox before") } as unknown as TestContext;
    const script = `def transform(df):\n    ${statement}\n    return df\n`;
    const seconds = resource === "time" ? 3 : limits.seconds;
    const error = await errorOf(run(context, script, { limits: { ...limits, seconds } }));
    expect([error.code, error.params.resource]).toEqual(["script-limit", resource]);
    expect(error.message).toContain("t");
    stopped++;
  });

  it("cannot fork without end", async (context) => {
    const script = `
import os, time
def transform(df):
    while True:
        try:
            if os.fork() == 0:
                time.sleep(60)
        except BlockingIOError:
            time.sleep(0.01)
`;
    const error = await errorOf(run(context, script, { limits: { ...limits, seconds: 5 } }));
    expect(error.code).toBe("script-limit");
    expect(["processes", "time", "RAM"]).toContain(error.params.resource);
  });

  it("may leave a link where its output should be: it is not followed", async (context) => {
    // What it writes at the end is its own affair: a forged answer with a link instead of a file.
    const forged = `
import os, json
def transform(df):
    os.symlink('/etc/passwd', '/job/out.parquet')
    os.write(4, (json.dumps({'value': {'rows': 3}}) + '\\n').encode())
    import time
    time.sleep(30)
`;
    const error = await errorOf(run(context, forged));
    expect([error.code, error.params.detail]).toEqual(["script-refused", "its output is no file"]);
  });

  it("may say what it likes on the channel: what is no answer is a failure", async (context) => {
    const error = await errorOf(
      run(context, "import os\ndef transform(df):\n    os.write(4, b'nonsense\\n')\n    return df\n"),
    );
    expect([error.code, error.params.detail]).toEqual(["script-failed", "exit"]);
  });

  it("sees nothing of the script before it, and leaves nothing", async (context) => {
    await run(context, "def transform(df):\n    open('/job/left', 'w').write('x')\n    return df\n");
    const script =
      "import os\ndef transform(df):\n    assert not os.path.exists('/job/left')\n    return df\n";
    expect(await run(context, script)).toHaveLength(3);
    await pool?.close();
    pool = undefined;
    expect(await readdir(path.join(folder, "pool"))).toEqual([]);
  });

  it("counts them", () => {
    const all = attempts.length + excesses.length;
    console.log(`Python sandbox: ${stopped} of ${all} attempts stopped`);
    expect(stopped).toBe(all);
    expect(all).toBeGreaterThanOrEqual(17);
    expect(existsSync("/job/stolen")).toBe(false);
  });
});

it("reads 2 M rows in chunks within the memory that all of them do not fit into", async (context) => {
  const rows = 2_000_000;
  const select = `select range as id, 'row number ' || range as name, range * 1.5 as amount, repeat('x', 60) || range as note from range(${rows})`;
  const answer: PythonScriptRequest["answer"] = async (question, file) => {
    expect(question).toEqual({ ask: "query", text: "select * from big", line: expect.any(Number) });
    await written(select)(file);
  };
  const small = { ...limits, memoryBytes: 420e6, diskBytes: 2e9, seconds: 110 };
  const extra = { kind: "extract", inputs: [], answer, limits: small } as const;
  const output = path.join(folder, "big.parquet");
  const whole = await errorOf(
    run(context, "def extract(source):\n    return source.query('select * from big')\n", extra),
  );
  expect([whole.code, whole.params.resource]).toEqual(["script-limit", "RAM"]);
  const script = `
def extract(source):
    for df in source.chunks("select * from big", rows=50_000):
        df["amount"] = df["amount"].astype(float) + 1
        yield df[df["id"] % 2 == 0]
`;
  await runPythonScript({
    pool: await poolOr(context),
    place: { stage: "extract", table: "t" },
    script,
    output,
    now: new Date(),
    signal: new AbortController().signal,
    ...extra,
  });
  expect(await query(`select count(*)::int, sum(id)::bigint, sum(amount)::double from '${output}'`)).toEqual([
    [rows / 2, String((rows / 2) * (rows / 2 - 1)), rows / 2 + (1.5 * (rows / 2) * (rows - 2)) / 2],
  ]);
}, 240_000);

it("asks its source, and gets an error of the source as the run's", async (context) => {
  const script = `
def extract(source):
    df = source.query("select 1 as one")
    df["more"] = source.read("other")["name"]
    df["bytes"] = source.get("/x").decode()
    return df
`;
  const asked: unknown[] = [];
  const answer: PythonScriptRequest["answer"] = async (question, file) => {
    asked.push(question);
    if (question.ask === "get") return writeFile(file, "текст");
    await written(question.ask === "query" ? "select 1 as one" : "select 'n' as name")(file);
  };
  const rows = await run(context, script, { kind: "extract", inputs: [], answer });
  expect(rows).toEqual([[1, "n", "текст"]]);
  expect(asked).toEqual([
    { ask: "query", text: "select 1 as one", line: 3 },
    { ask: "read", text: "other", line: 4 },
    { ask: "get", text: "/x", line: 5 },
  ]);
  const refusing: PythonScriptRequest["answer"] = () =>
    Promise.reject(new AppError("source-timeout", { source: "s", table: "t" }));
  const error = await errorOf(run(context, script, { kind: "extract", inputs: [], answer: refusing }));
  expect(error.code).toBe("source-timeout");
});
