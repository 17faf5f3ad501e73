import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { step } from "../progress.mjs";
import { runCommand } from "../run-command.mjs";

/** Pinned: what tests run against must not change by itself. */
const s3Server = "github.com/versity/versitygw/cmd/versitygw@v1.8.0";

/** Programs that tests run for real, and Debian's package of each. */
const packages = { mariadbd: "mariadb-server", bwrap: "bubblewrap" };

const goFolder = () =>
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "etl-express", "go");

/**
 * Installs the servers that integration tests need, where this user may; what is missing then is a skipped test with its reason.
 * @returns {Promise<{ env: Record<string, string>, missing: string[] }>} variables that name each program
 */
export async function realServers() {
  const missing = [];
  const wanted = Object.entries(packages).filter(([program]) => onPath(program) === undefined);
  if (wanted.length > 0) {
    const names = wanted.map(([, name]) => name);
    try {
      await step(`Installing ${names.join(" and ")} for the tests`, () => installPackages(names));
    } catch (error) {
      missing.push(`${names.join(", ")} could not be installed (${lastLine(error)})`);
    }
  }
  const env = {};
  try {
    env.ETLX_TEST_S3_SERVER =
      process.env.ETLX_TEST_S3_SERVER || onPath("versitygw") || (await builtS3Server());
  } catch (error) {
    missing.push(`no S3 server: versitygw could not be built (${lastLine(error)})`);
  }
  return { env, missing };
}

async function installPackages(names) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error("not as this user");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get update", "apt-get", ["update", "-qq"], { env });
  const install = ["install", "-y", "-qq", "--no-install-recommends", ...names];
  await runCommand("apt-get install", "apt-get", install, { env });
}

async function builtS3Server() {
  const program = path.join(goFolder(), "bin", "versitygw");
  if (existsSync(program)) return program;
  await step("Building an S3 server for the tests (once; a few minutes)", () =>
    runCommand("go install", "go", ["install", s3Server], { env: { ...process.env, GOPATH: goFolder() } }),
  );
  return program;
}

function onPath(program) {
  // Debian keeps servers where an ordinary user's path does not look.
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders
    .map((folder) => path.join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const lastLine = (error) => error.message.trim().split("\n").at(-1);
