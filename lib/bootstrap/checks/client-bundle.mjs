import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { filesBelow, inProject } from "../project.mjs";

/** Pages that are editors. */
const editors = new Set(["(main)/modules/[name]", "(main)/modules/[name]/edit", "(main)/modules/new"]);
/** Compressed JavaScript that a page which is no editor may load at first, in bytes. */
const budget = 200_000;
/** Names of packages and files that no browser may be sent. */
const serverOnly = ["@duckdb/node-api", "@prisma/", "PrismaClient", "node:child_process"];

const sizes = new Map();

function compressed(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(file)).length);
  return sizes.get(file);
}

/**
 * What the last build sends to browsers: no server code, and pages within their budget.
 * @returns {string[]} what is wrong
 */
export function checkClientBundle() {
  if (!existsSync(inProject(".next", "BUILD_ID"))) return ["there is no build"];
  const chunks = filesBelow(".next/static").filter((file) => file.endsWith(".js"));
  if (chunks.length === 0) return ["the build has no client JavaScript"];
  const leaks = chunks.flatMap((file) => {
    const text = readFileSync(inProject(file), "utf8");
    return serverOnly.filter((name) => text.includes(name)).map((name) => `${file} holds ${name}`);
  });
  return [...leaks, ...pages().flatMap(overBudget)];
}

/** The manifests that the server reads to know which chunks a page's components need. */
function pages() {
  return filesBelow(".next/server/app").filter((file) => file.endsWith("page_client-reference-manifest.js"));
}

function overBudget(file) {
  const text = readFileSync(inProject(file), "utf8");
  const json = text.slice(text.indexOf("] = ") + 4).replace(/;?\s*$/, "");
  const manifest = JSON.parse(json);
  const main = JSON.parse(readFileSync(inProject(".next", "build-manifest.json"), "utf8")).rootMainFiles;
  const entries = Object.values(manifest.entryJSFiles ?? {}).flat();
  const files = new Set([...main, ...entries].filter((name) => name.endsWith(".js")));
  const bytes = [...files].reduce(
    (all, name) => all + compressed(inProject(".next", name.replace(/^\/_next\//, ""))),
    0,
  );
  const page = path.dirname(path.relative(".next/server/app", file));
  return bytes > budget && !editors.has(page)
    ? [
        `/${page} loads ${Math.round(bytes / 1000)} kB of compressed JavaScript; ${budget / 1000} kB are allowed`,
      ]
    : [];
}
