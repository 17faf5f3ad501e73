import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Problem } from "./problem.mjs";

/** PostgreSQL refuses to run as root: then it runs as a user made for it. */

const name = "postgres";

/**
 * @returns {{ uid: number, gid: number } | undefined} undefined where this process may run it itself
 * @throws {Problem} where there is no such user and none can be made
 */
export function postgresAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const known = findAccount();
  if (known !== undefined) return known;
  for (const [command, ...args] of [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", name],
    ["adduser", "-S", "-D", "-H", name],
  ]) {
    try {
      execFileSync(command, args, { stdio: "ignore" });
    } catch {
      continue;
    }
    const made = findAccount();
    if (made !== undefined) return made;
  }
  throw new Problem(
    "PostgreSQL refuses to run as root, and no user can be made for it here. Start as an ordinary user, or set DATABASE_URL.",
  );
}

function findAccount() {
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [account, , uid, gid] = line.split(":");
    if (account === name) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/**
 * @param {{ uid: number, gid: number } | undefined} account
 * @param {string} folder
 * @returns {string | undefined} the first folder on the way that the account may not enter
 */
export function closedFolder(account, folder) {
  if (account === undefined) return undefined;
  const way = [path.resolve(folder)];
  while (path.dirname(way[0]) !== way[0]) way.unshift(path.dirname(way[0]));
  return way.find((step) => {
    const { mode, uid, gid } = statSync(step);
    if (uid === account.uid) return (mode & 0o100) === 0;
    if (gid === account.gid) return (mode & 0o010) === 0;
    return (mode & 0o001) === 0;
  });
}
