import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "@swc/core";
import { filesBelow, inProject } from "../project.mjs";

/** What is really loaded: imports of types alone are gone, which dependency-cruiser cannot tell in a chain. */

const pureLevels = [
  "kernel",
  "contracts",
  "sql",
  "personal-data",
  "network",
  "column-rules",
  "anonymizers",
  "sources",
  "stores",
  "script-languages",
  "metadata",
  "compiler",
  "privacy",
  "linked-data",
  "reference",
  "access",
];
const io =
  /^(?:node:)?(?:fs|net|tls|http|https|child_process|worker_threads|os|dns|stream|path|crypto)(?:\/|$)/;

/** @returns {string[]} what is wrong */
export function checkRuntimeGraph() {
  const pages = filesBelow("app").filter((file) => /\/(?:page|layout|route|actions)\.tsx?$/.test(file));
  const doors = pureLevels
    .map((room) => `lib/${room}/index.ts`)
    .filter((file) => existsSync(inProject(file)));
  const components = filesBelow("components").filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\./.test(file) && !file.startsWith("components/testing/"),
  );
  if (doors.length === 0) return ["no browser door was found"];
  return [
    ...chainsTo(pages, (name) => name.startsWith("@duckdb/")).map(
      (chain) => `the web process would load the engine: ${chain}`,
    ),
    ...chainsTo([...doors, ...components], (name) => io.test(name)).map(
      (chain) => `what a browser loads may not use the system: ${chain}`,
    ),
  ];
}

/** Loaded when an engine is opened and not before: a test of the engine's door looks at the memory map of a process. */
const onDemand = new Set(["lib/engine/duckdb/open-engine.ts"]);

/** The first way from any root to each wanted package. */
function chainsTo(roots, wanted) {
  const seen = new Set(roots);
  const queue = roots.map((file) => ({ file, way: [file] }));
  const found = new Map();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const name of importsOf(next.file)) {
      if (wanted(name)) {
        if (!found.has(name)) found.set(name, [...next.way, name].join(" → "));
        continue;
      }
      const target = resolve(next.file, name);
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      queue.push({ file: target, way: [...next.way, target] });
    }
  }
  return [...found.values()];
}

const known = new Map();

function importsOf(file) {
  if (!known.has(file)) {
    const { code } = transformSync(readFileSync(inProject(file), "utf8"), {
      filename: file,
      jsc: {
        parser: { syntax: "typescript", tsx: file.endsWith(".tsx") },
        target: "es2024",
        transform: { verbatimModuleSyntax: true, react: { runtime: "automatic" } },
      },
    });
    const names = [
      // Up to the first text, and not past a value: `export const http = { id: "http" }` imports nothing.
      ...code.matchAll(/^(?:import|export)\b[^"';=(]*?["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/gm),
    ];
    const counted = names.filter((match) => match[1] !== undefined || !onDemand.has(file));
    known.set(
      file,
      counted.map((match) => match[1] ?? match[2]),
    );
  }
  return known.get(file);
}

function resolve(from, name) {
  let target;
  if (name.startsWith(".")) target = path.join(path.dirname(from), name);
  else if (/^#lib\/[^/]+\/server$/.test(name)) target = `lib/${name.split("/")[1]}/server.ts`;
  else if (/^#lib\/[^/]+$/.test(name)) target = `lib/${name.split("/")[1]}/index.ts`;
  else return undefined;
  return /\.tsx?$/.test(target) && existsSync(inProject(target)) ? target : undefined;
}
