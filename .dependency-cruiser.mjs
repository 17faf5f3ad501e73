// The layering of the rooms, as errors. A room imports only rooms of lower levels and those named beside it, and only
// through a door: `#lib/<room>` (index.ts, safe in a browser) or `#lib/<room>/server` (server.ts).
const levels = [
  ["kernel"],
  ["contracts", "sql", "personal-data", "network"],
  ["column-rules", "anonymizers", "sources", "stores", "script-languages", "schedules"],
  ["metadata", "compiler", "privacy", "linked-data", "reference", "access", "drafting"],
  ["config", "telemetry", "db", "queue", "keys", "engine"],
  ["pipeline", "catalog", "proposals"],
  ["operations"],
  ["web", "worker", "cli", "demo"],
];

/** Rooms of the same level that a room may import. */
const beside = {
  compiler: ["metadata"],
  "linked-data": ["metadata"],
  reference: ["metadata", "privacy"],
  telemetry: ["config"],
  db: ["config"],
  queue: ["db", "config"],
  keys: ["db", "config"],
  engine: ["config"],
  cli: ["demo", "bootstrap"],
};

const apart = "\\.(test|bench)\\.(ts|tsx|mjs)$|^lib/testing/|^lib/[^/]+/(?:bench|testing)/";
const anyOf = (names) => `(?:${names.join("|")})`;
const pure = levels.slice(0, 4).flat();

const levelRules = levels.flatMap((rooms, level) =>
  rooms.map((room) => {
    const allowed = [room, ...levels.slice(0, level).flat(), ...(beside[room] ?? [])];
    return {
      name: `levels-${room}`,
      comment: `lib/${room} is of level ${level}: it imports only lower levels and what is named beside it`,
      severity: "error",
      from: { path: `^lib/${room}/`, pathNot: apart },
      to: { path: "^(lib|app|components|e2e)/", pathNot: `^lib/${anyOf(allowed)}/` },
    };
  }),
);

const roomRules = [
  {
    name: "known-room",
    comment: "a new room needs its level here",
    severity: "error",
    from: { path: "^(lib|app|components)/" },
    to: { path: "^lib/[^/]+/", pathNot: `^lib/${anyOf([...levels.flat(), "testing", "bootstrap"])}/` },
  },
  {
    name: "doors-between-rooms",
    comment: "a room is entered through index.ts or server.ts",
    severity: "error",
    from: { path: "^lib/([^/]+)/" },
    to: {
      path: "^lib/[^/]+/",
      pathNot: "^lib/$1/|^lib/[^/]+/(?:index|server)\\.ts$|^lib/bootstrap/index\\.mjs$",
    },
  },
  {
    name: "doors-from-outside",
    comment: "a room is entered through index.ts or server.ts",
    severity: "error",
    from: { pathNot: "^(lib|node_modules)/" },
    to: {
      path: "^lib/[^/]+/",
      pathNot: "^lib/web/messages/|^lib/[^/]+/(?:index|server)\\.ts$|^lib/bootstrap/index\\.mjs$",
    },
  },
  {
    name: "doors-by-name",
    comment: "another room is named `#lib/<room>`, never by a relative path",
    severity: "error",
    from: { path: "^lib/([^/]+)/", pathNot: "^lib/bootstrap/" },
    to: { path: "^lib/", pathNot: "^lib/$1/", dependencyTypesNot: ["aliased"] },
  },
  {
    name: "bootstrap-stands-alone",
    comment: "it runs before anything is installed",
    severity: "error",
    from: { path: "^lib/bootstrap/", pathNot: "\\.test\\.ts$" },
    to: { path: "^(lib|app|components)/", pathNot: "^lib/bootstrap/" },
  },
  {
    name: "components-browser-doors",
    comment: "components reach levels 0-3, by their browser doors",
    severity: "error",
    from: { path: "^components/", pathNot: apart },
    to: { path: "^(lib|app)/", pathNot: `^lib/${anyOf(pure)}/index\\.ts$|^lib/web/messages/` },
  },
  {
    name: "app-doors",
    comment: "routes reach the system through operations and web",
    severity: "error",
    from: { path: "^app/", pathNot: apart },
    to: {
      path: "^lib/",
      pathNot: `^lib/(?:operations|web)/(?:index|server)\\.ts$|^lib/${anyOf(pure)}/index\\.ts$`,
    },
  },
  {
    name: "prisma-in-db",
    comment: "only lib/db knows Prisma",
    severity: "error",
    from: { path: "^(lib|app|components)/", pathNot: "^lib/db/" },
    to: { path: "node_modules/(?:@prisma|prisma)/|^lib/db/generated/" },
  },
  {
    name: "next-in-web",
    comment: "lib/web is the only room that knows Next",
    severity: "error",
    from: { path: "^lib/", pathNot: "^lib/web/" },
    to: { path: "node_modules/(?:next|next-intl)/" },
  },
  {
    name: "testing-does-not-ship",
    severity: "error",
    from: { path: "^(lib|app|components)/", pathNot: apart },
    to: { path: "^lib/testing/" },
  },
  {
    name: "no-development-packages",
    comment: "what ships uses only what is installed with it",
    severity: "error",
    from: { path: "^(lib|app|components)/", pathNot: `${apart}|^lib/bootstrap/(?:test|checks)/` },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "node_modules/@types/" },
  },
  {
    name: "no-cycles",
    severity: "error",
    from: { pathNot: "^lib/db/generated/" },
    to: { circular: true, viaOnly: { pathNot: "^lib/db/generated/", dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "resolvable",
    severity: "error",
    from: { path: "^(lib|app|components|e2e)/", pathNot: "^lib/db/generated/" },
    to: { couldNotResolve: true, pathNot: "\\.css$|^bun:" },
  },
];

export default {
  forbidden: [...levelRules, ...roomRules],
  options: {
    // TypeScript 7 has no API that the default parser could use.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|^lib/db/generated/" },
    exclude: { path: "^\\.next/|^\\.data/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      mainFields: ["module", "main", "types"],
    },
  },
};
