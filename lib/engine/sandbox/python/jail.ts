import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable, Writable } from "node:stream";
import { type PythonEnvironment, pythonFolder } from "./environment.ts";
import { callFilter } from "./system-calls.ts";

/** What a script may use; past it its processes are killed. */
export interface PythonLimits {
  readonly seconds: number;
  /** Resident memory of all its processes together. */
  readonly memoryBytes: number;
  /** What it may write, a file and all of them. */
  readonly diskBytes: number;
  /** What it may print. */
  readonly outputBytes: number;
  readonly processes: number;
}

/** Nobody, whom Linux gives no file: the owner of what a script may write where a machine has no users to spare. */
export const nobody = 65_534;
/** Users that no machine gives to anybody (systemd's list of user ids); each script is one of its own, so that none counts for another. */
const spareUsers = { first: 1_879_048_192, count: 2 ** 20 } as const;

/** A user of one script's own. */
export const spareUser = (): number => spareUsers.first + randomInt(spareUsers.count);

/** Addresses are reserved far ahead of use: libraries ask for some gigabytes before the first row. */
const addressSlack = 4 * 2 ** 30;

const isRoot = (): boolean => process.getuid?.() === 0;

/** Where the sandbox's own command reads what calls it refuses, behind the channels of the runner. */
const filterDescriptor = 5;

/** Whether bubblewrap can shut the way to further user namespaces, where it makes one: an older one, or one in a container, may not. */
let mayDisable = false;

const namespaces = (isDisabled: boolean): readonly string[] => [
  // As root the process becomes another user below; as anybody else it needs a user namespace to make the others.
  ...(isRoot() ? [] : ["--unshare-user", ...(isDisabled ? ["--disable-userns"] : [])]),
  "--unshare-ipc",
  "--unshare-pid",
  "--unshare-net",
  "--unshare-uts",
  "--unshare-cgroup-try",
  "--die-with-parent",
  "--new-session",
];

/** Folders above those that are bound: made by hand, or they would have the modes of the machine's own. */
function ancestors(folders: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const folder of folders)
    for (let at = path.dirname(folder); at !== "/"; at = path.dirname(at)) found.add(at);
  return [...found].filter((folder) => folder !== "/usr").sort((a, b) => a.length - b.length);
}

const environment = {
  HOME: "/job",
  TMPDIR: "/job",
  LANG: "C.UTF-8",
  TZ: "UTC",
  PATH: "/usr/bin:/bin",
  PYTHONHASHSEED: "0",
  PYTHONIOENCODING: "utf-8",
  OMP_NUM_THREADS: "2",
  OPENBLAS_NUM_THREADS: "1",
  // Arrow's default keeps freed memory, which would count as the script's.
  ARROW_DEFAULT_MEMORY_POOL: "system",
};

/** A command with the environment it gets. */
export interface RunnerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whether what it starts has to be ended with it: no namespace of its own does. */
  readonly isGroup: boolean;
  /** System calls that it refuses, for its sixth descriptor. */
  readonly filter?: Buffer | undefined;
}

const packagesOf = ({ packages }: PythonEnvironment): Readonly<Record<string, string>> =>
  packages === undefined ? {} : { ETLX_PACKAGES: packages };

/** The same without a sandbox, for machines that have none and whose administrator allows it: limits alone, no environment. */
export function unjailed(
  environmentOfPython: PythonEnvironment,
  scratch: string,
  limits: PythonLimits,
): RunnerCommand {
  const runner = ["-s", "-P", "-B", path.join(pythonFolder(), "runner.py")];
  const { python } = environmentOfPython;
  const [command = python, ...args] = existsSync("/usr/bin/prlimit")
    ? [...withParent, ...limited(limits).filter((option) => !option.startsWith("--nproc")), python, ...runner]
    : [python, ...runner];
  const env = { ...environment, ...packagesOf(environmentOfPython), HOME: scratch, TMPDIR: scratch };
  return { command, args, env, cwd: scratch, isGroup: true };
}

/**
 * The command that runs the runner shut off: no network, no files but the packages' and its own folder, no environment.
 * @param user who the script is where the product runs as root; the owner of its folder
 */
export function jailed(
  given: PythonEnvironment,
  scratch: string,
  limits: PythonLimits,
  user = nobody,
): RunnerCommand {
  const runner = pythonFolder();
  return shutOff(
    {
      bound: [...given.folders, runner],
      scratch,
      variables: { ...environment, ...packagesOf(given) },
      program: [...limited(limits), given.python, "-s", "-P", "-B", path.join(runner, "runner.py")],
      user,
    },
    mayDisable,
  );
}

interface Inside {
  /** Folders that it may read. */
  readonly bound: readonly string[];
  readonly scratch: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly program: readonly string[];
  readonly user: number;
}

function shutOff({ bound, scratch, variables, program, user }: Inside, isDisabled: boolean): RunnerCommand {
  const links = ["lib", "lib64", "bin"].filter((name) => existsSync(`/usr/${name}`));
  const filter = callFilter();
  const asNobody = isRoot()
    ? [
        "/usr/bin/setpriv",
        ...["--reuid", String(user), "--regid", String(user), "--clear-groups"],
        ...["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"],
      ]
    : [];
  return {
    command: "bwrap",
    isGroup: false,
    filter,
    // Enough to find the sandbox's own command; the script gets the variables below.
    env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
    args: [
      ...namespaces(isDisabled),
      "--clearenv",
      ...Object.entries(variables).flatMap(([name, value]) => ["--setenv", name, value]),
      ...["--ro-bind", "/usr", "/usr"],
      ...links.flatMap((name) => ["--symlink", `usr/${name}`, `/${name}`]),
      ...ancestors(bound).flatMap((folder) => ["--perms", "0755", "--dir", folder]),
      ...bound.flatMap((folder) => ["--ro-bind", folder, folder]),
      ...["--proc", "/proc", "--dev", "/dev", "--bind", scratch, "/job", "--chdir", "/job"],
      // What the sandbox itself is made of lies in memory that nobody counts.
      ...["--remount-ro", "/dev", "--remount-ro", "/"],
      ...(filter ? ["--seccomp", String(filterDescriptor)] : []),
      "--",
      ...asNobody,
      ...program,
    ],
  };
}

/** The command that does nothing, shut off as a script is: what it needs of the machine a script needs as well. */
export const emptyJail = (isDisabled: boolean): RunnerCommand =>
  shutOff(
    {
      bound: [pythonFolder()],
      scratch: os.tmpdir(),
      variables: environment,
      program: [...limited(leastLimits), "/bin/true"],
      user: nobody,
    },
    isDisabled,
  );

const leastLimits: PythonLimits = {
  seconds: 60,
  memoryBytes: 2 ** 30,
  diskBytes: 2 ** 30,
  outputBytes: 2 ** 20,
  processes: 64,
};

/** Starts a command with its channels, and what it refuses. */
export function startRunner({ command, args, env, cwd, isGroup, filter }: RunnerCommand): ChildProcess {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", filter ? "pipe" : "ignore"],
    env: { NODE_ENV: "production", ...env },
    detached: isGroup,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const refusing = [...child.stdio].at(filterDescriptor);
  if (filter && refusing instanceof Writable) refusing.on("error", () => undefined).end(filter);
  return child;
}

const works = (isDisabled: boolean): Promise<boolean> =>
  new Promise((resolve) => {
    const child = startRunner(emptyJail(isDisabled));
    for (const stream of child.stdio) {
      stream?.on("error", () => undefined);
      if (stream instanceof Readable) stream.resume();
    }
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });

/** Asks until the answer is yes, and then no more: a machine that is short of something for a moment has not lost it. */
export function askedUntilSo(ask: () => Promise<boolean>): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  return async () => {
    asked ??= ask();
    const isSo = await asked;
    if (!isSo) asked = undefined;
    return isSo;
  };
}

/** Whether this machine can shut a process off from files, network and other processes (bubblewrap). */
export const hasJail: () => Promise<boolean> = askedUntilSo(async () => {
  mayDisable = !isRoot() && (await works(true));
  return mayDisable || works(false);
});

/** Ends a process with the one that started it, as the sandbox does by itself. */
const withParent: readonly string[] = ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--"];

/** Limits that the kernel holds; resident memory and all files together are watched from outside. */
const limited = ({ seconds, memoryBytes, diskBytes, processes }: PythonLimits): readonly string[] => [
  "/usr/bin/prlimit",
  `--as=${memoryBytes + addressSlack}`,
  `--cpu=${seconds * 4}`,
  `--fsize=${diskBytes}`,
  `--nproc=${processes}`,
  "--nofile=256",
  "--core=0",
  "--",
];
