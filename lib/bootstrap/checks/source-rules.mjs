import { existsSync, readdirSync, readFileSync } from "node:fs";
import { filesBelow, inProject } from "../project.mjs";

/** Rules over the text of the sources that no other tool checks. Each answers what is wrong. */

const isTest = (file) => /\.(?:test|bench|spec)\.(?:ts|tsx|mjs)$/.test(file);

function sources() {
  return ["app", "components", "lib", "e2e"]
    .flatMap((root) => filesBelow(root))
    .filter((file) => /\.(?:ts|tsx|mjs|css|py)$/.test(file) && !file.startsWith("lib/db/generated/"));
}

/** Lines that a kind of file may have; what is larger has more than one thing to say. */
const budgets = [
  { what: "page.tsx", lines: 40, matches: (file) => /^app\/.*page\.tsx$/.test(file) },
  { what: "route.ts", lines: 60, matches: (file) => /^app\/.*route\.ts$/.test(file) },
  {
    what: "a component",
    lines: 300,
    matches: (file) => file.startsWith("components/") && file.endsWith(".tsx"),
  },
  { what: "a file", lines: 500, matches: () => true },
];

export function checkSizes() {
  return sources().flatMap((file) => {
    const lines = readFileSync(inProject(file), "utf8").split("\n").length - 1;
    const budget = budgets.find(({ matches }) => matches(file));
    return lines > budget.lines
      ? [`${file} has ${lines} lines; ${budget.what} may have ${budget.lines}`]
      : [];
  });
}

/** Every room explains itself, and what its text names exists. */
export function checkReadmes() {
  const rooms = readdirSync(inProject("lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const missing = rooms
    .filter(({ name }) => !existsSync(inProject("lib", name, "README.md")))
    .map(({ name }) => `lib/${name} has no README.md`);
  const cited = filesBelow("lib")
    .filter((file) => file.endsWith("README.md"))
    .concat("README.md")
    .flatMap((file) =>
      [
        ...readFileSync(inProject(file), "utf8").matchAll(
          /`((?:app|components|lib|prisma|public|e2e)\/[\w./-]+)`/g,
        ),
      ]
        .filter((match) => !existsSync(inProject(match[1])))
        .map((match) => `${file} names ${match[1]}, which does not exist`),
    );
  return [...missing, ...cited];
}

const banned = [
  {
    pattern: /\bprocess\.env\b/,
    why: "only lib/config reads the environment",
    allowed: /^e2e\/|^lib\/(?:config|bootstrap|testing)\/|^lib\/[^/]+\/testing\//,
  },
  {
    pattern: /\$(?:query|execute)RawUnsafe\b/,
    why: "raw statements take no text",
    allowed: /^lib\/db\/(?:database|migrat)|^lib\/queue\//,
  },
  { pattern: /@ts-(?:ignore|nocheck)\b/, why: "types are not switched off", allowed: /^$/ },
  { pattern: /\bas unknown as\b/, why: "types are not forced", allowed: /^$/ },
  {
    pattern: /\b(?:TODO|FIXME|XXX)\b:?/,
    why: "what is left is no comment",
    allowed: /^lib\/bootstrap\/checks\//,
  },
];

export function checkBanned() {
  return sources()
    .filter((file) => !isTest(file) && !file.startsWith("lib/bootstrap/checks/"))
    .flatMap((file) =>
      readFileSync(inProject(file), "utf8")
        .split("\n")
        .flatMap((line, index) =>
          banned
            .filter(({ pattern, allowed }) => pattern.test(line) && !allowed.test(file))
            .map(({ why }) => `${file}:${index + 1} ${line.trim().slice(0, 80)}: ${why}`),
        ),
    );
}

/** A test file that no project of vitest would run looks green for ever. */
export function checkTestsWired() {
  return ["app", "components", "lib", "e2e"]
    .flatMap((root) => filesBelow(root))
    .filter((file) => /\.(?:test|spec)\.[a-z]+$/.test(file))
    .filter((file) => !/^(?:app|components|lib)\/.*\.test\.(?:ts|tsx|mjs)$|^e2e\/.*\.spec\.ts$/.test(file))
    .map((file) => `${file} is run by nothing`);
}
