import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Role } from "#lib/access";
import { smallDocument, testManifest, testReports } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";

/** The routes as functions, over real sessions, records and files; only Next itself is not here. */
let harness: TestServices;
let web: typeof import("./server.ts");
let operations: typeof import("#lib/operations/server");
const origin = "http://127.0.0.1:21399";
const cookies = new Map<Role, string>();

beforeAll(async () => {
  harness = await testServices("web");
  for (const [name, value] of Object.entries(harness.environment)) vi.stubEnv(name, value);
  web = await import("./server.ts");
  operations = await import("#lib/operations/server");
  for (const role of [
    "administrator",
    "data-engineer",
    "database-administrator",
    "data-scientist",
  ] as const) {
    const { email } = await harness.actor(role);
    const answer = await signIn(email, harness.password);
    const set = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    cookies.set(role, set.join("; "));
  }
});
afterAll(async () => {
  await (await web.services()).close();
  await harness.close();
});

const signIn = (email: string, password: string) =>
  web.authRoute(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email, password }),
    }),
  );

function asked(role: Role | undefined, path: string, init: RequestInit = {}): Request {
  const headers = new Headers(init.headers);
  const cookie = role && cookies.get(role);
  if (cookie !== undefined) headers.set("cookie", cookie);
  if (init.method !== undefined && init.method !== "GET" && !headers.has("origin"))
    headers.set("origin", origin);
  return new Request(`${origin}${path}`, { ...init, headers });
}

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

const at = (params: Record<string, string> = {}) => ({ params: Promise.resolve(params) });

test("the cookie is for this site and for no script", async () => {
  const answer = await signIn("data-engineer-2@example.org", harness.password);
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("etlx.session_token="));
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
});

test("a wrong password, an unknown person and signing up are refused alike; attempts are limited", async () => {
  const wrong = await signIn("data-scientist-4@example.org", "wrong wrong wrong");
  const unknown = await signIn("nobody@example.org", "wrong wrong wrong");
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.text()).toBe(await unknown.text());
  const up = await web.authRoute(
    asked(
      undefined,
      "/api/auth/sign-up/email",
      json({ email: "x@example.org", password: "long enough for it", name: "x" }),
    ),
  );
  expect(up.status).toBeGreaterThanOrEqual(400);
  const statuses: number[] = [];
  for (let index = 0; index < 11; index++)
    statuses.push((await signIn("target@example.org", "wrong wrong wrong")).status);
  expect(statuses.at(-1)).toBe(429);
  expect(statuses[0]).toBe(401);
  // Somebody else is not kept out by that.
  expect((await signIn("data-scientist-4@example.org", harness.password)).status).toBe(200);
});

test("a session ends with the account, at the next request", async () => {
  const { userId, email } = await harness.actor("data-engineer");
  const set = (await signIn(email, harness.password)).headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const route = web.routeFor(operations.getSession);
  const ask = () => route(new Request(`${origin}/api/session`, { headers: { cookie: set } }), at());
  expect((await ask()).status).toBe(200);
  await harness.services.db.users.setDisabled(userId, true);
  expect((await ask()).status).toBe(401);
  expect((await signIn(email, harness.password)).status).toBe(403);
});

test("the first administrator is made once, from this computer or with the token", async () => {
  const route = web.routeFor(operations.setUp);
  const body = { name: "A", email: "first@example.org", password: "long enough for it" };
  const far = await route(asked(undefined, "/api/set-up", json(body, { host: "elsewhere.example" })), at());
  expect(far.status).toBe(403);
  const forwarded = json(body, { host: "127.0.0.1:21399", "x-forwarded-for": "203.0.113.9" });
  expect((await route(asked(undefined, "/api/set-up", forwarded), at())).status).toBe(403);
  const near = await route(asked(undefined, "/api/set-up", json(body, { host: "127.0.0.1:21399" })), at());
  expect(near.status).toBe(409);
  const withToken = json({ ...body, token: "a-token-printed-by-the-server" }, { host: "elsewhere.example" });
  expect((await route(asked(undefined, "/api/set-up", withToken), at())).status).toBe(409);
});

test("what another site sends is refused, whatever it looks like", async () => {
  const route = web.routeFor(operations.createModule);
  const body = json({ document: smallDocument("forged") }, { origin: "https://evil.example" });
  expect((await route(asked("data-engineer", "/api/modules", body), at())).status).toBe(403);
  const form = { method: "POST", headers: { "content-type": "text/plain", origin }, body: "{}" };
  expect((await route(asked("data-engineer", "/api/modules", form), at())).status).toBe(400);
  expect(await harness.services.db.modules.get("forged")).toBeUndefined();
});

test("a tab that closes says so with a beacon, which another site cannot send", async () => {
  const made = json({ document: smallDocument("watched") });
  await web.routeFor(operations.createModule)(asked("data-engineer", "/api/modules", made), at());
  const route = web.routeFor(operations.reportPresence, { input: web.pathInput({ name: "module" }) });
  const report = (body: object, headers: Record<string, string> = {}) => {
    // As `navigator.sendBeacon` sends a blob: its type, this page's origin and cookies, and nobody who waits for the answer.
    const blob = new Blob([JSON.stringify(body)], { type: "application/json" });
    const init = { method: "POST", body: blob, headers };
    return route(asked("data-engineer", "/api/modules/watched/presence", init), at({ name: "watched" }));
  };
  const [editor, other] = [randomUUID(), randomUUID()];
  const others = async () => {
    const answer = await report({ editor: other, place: "code" });
    return ((await answer.json()) as { others: unknown }).others;
  };
  expect((await report({ editor, place: "canvas" })).status).toBe(200);
  expect(await others()).toMatchObject([{ place: "canvas" }]);
  expect((await report({ editor }, { origin: "https://evil.example" })).status).toBe(403);
  expect(await others()).toHaveLength(1);
  expect((await report({ editor })).status).toBe(200);
  expect(await others()).toEqual([]);
});

/** A module with a source, a revision and, where asked, an approved one. */
async function prepared(module: string): Promise<{ revision: number; hash: string }> {
  const source = json({
    name: "clinic",
    kind: "postgresql",
    config: { host: "127.0.0.1", database: "c", user: "u", password: "p" },
  });
  await web.routeFor(operations.createSource)(asked("administrator", "/api/sources", source), at());
  const made = await web.routeFor(operations.createModule)(
    asked("data-engineer", "/api/modules", json({ document: smallDocument(module) })),
    at(),
  );
  expect(made.status).toBe(200);
  const saved = await web.routeFor(operations.saveRevision, { input: web.pathInput({ name: "module" }) })(
    asked("data-engineer", `/api/modules/${module}/revisions`, json({ etag: 1 })),
    at({ name: module }),
  );
  const { revision, contentHash } = (await saved.json()) as { revision: number; contentHash: string };
  return { revision, hash: contentHash };
}

test("the route starts no publication without an approval, and says why in both languages", async () => {
  const { revision, hash } = await prepared("by-route");
  const start = () =>
    web.routeFor(operations.startRun, { status: 201 })(
      asked("data-engineer", "/api/runs", json({ module: "by-route", kind: "publication" })),
      at(),
    );
  const refused = await start();
  expect(refused.status).toBe(409);
  const said = (await refused.json()) as { error: { code: string }; message: { en: string; ru: string } };
  expect(said.error.code).toBe("approval-missing");
  expect(said.message.en).toContain("not approved");
  expect(said.message.ru).toContain("не одобрена");

  const approve = web.routeFor(operations.approveRevision, {
    input: web.pathInput({ name: "module" }, ["revision"]),
  });
  const by = (role: Role) =>
    approve(
      asked(role, "/api/modules/by-route/revisions/1/approval", json({ contentHash: hash })),
      at({ name: "by-route", revision: String(revision) }),
    );
  expect((await by("data-engineer")).status).toBe(403);
  expect((await by("database-administrator")).status).toBe(200);
  expect((await start()).status).toBe(201);
});

/** Reads named events of a stream until it ends or `enough` says so. */
async function readEvents(response: Response, enough: (names: string[]) => boolean = () => false) {
  const events: { name: string; id?: number; data: unknown }[] = [];
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    for (let cut = text.indexOf("\n\n"); cut >= 0; cut = text.indexOf("\n\n")) {
      const fields = Object.fromEntries(
        text
          .slice(0, cut)
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      );
      text = text.slice(cut + 2);
      if (fields.event !== undefined) {
        const id = fields.id === undefined ? undefined : Number(fields.id);
        events.push({ name: fields.event, id, data: JSON.parse(fields.data ?? "null") });
      }
    }
    if (enough(events.map((event) => event.name))) {
      await reader.cancel();
      break;
    }
  }
  return events;
}

test("events are streamed live, resumed after the last one seen, and ended", async () => {
  await prepared("by-stream");
  const { db } = harness.services;
  const revision = await db.revisions.latest("by-stream");
  if (revision === undefined) throw new TypeError("no revision");
  const run = await db.runs.create({ moduleId: revision.moduleId, revisionId: revision.id, kind: "trial" });
  const claimed = await db.runs.claim(run.id, "worker", 1000);
  if (claimed === undefined) throw new TypeError("not claimed");
  const say = (message: string) =>
    db.runEvents.append(claimed.lease, 1, [{ level: "info", kind: "message", message, at: new Date() }]);
  await say("extracting");
  const open = (headers: Record<string, string> = {}) =>
    web.runEventsRoute(asked("data-engineer", `/api/runs/${run.id}/events`, { headers }), at({ id: run.id }));

  const live = await open();
  expect(live.headers.get("content-type")).toContain("text/event-stream");
  const seen = readEvents(live, (names) => names.filter((name) => name === "event").length === 2);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await say("extracted");
  expect((await seen).filter((event) => event.name === "event").map((event) => event.id)).toEqual([1, 2]);

  await say("cleansed");
  const resumed = readEvents(await open({ "last-event-id": "2" }));
  await new Promise((resolve) => setTimeout(resolve, 200));
  await say("anonymized");
  await db.runs.finish(claimed.lease, { state: "succeeded" });
  const rest = await resumed;
  expect(rest.filter((event) => event.name === "event").map((event) => event.id)).toEqual([3, 4]);
  expect(rest.at(-1)).toMatchObject({ name: "end", data: { lastSeq: 4, state: "succeeded" } });

  expect((await open({ "last-event-id": "4" })).status).toBe(204);
  const late = await readEvents(await open());
  expect(late.filter((event) => event.name === "event")).toHaveLength(4);
  expect((await web.runEventsRoute(asked("data-scientist", "/x"), at({ id: run.id }))).status).toBe(403);
  expect((await web.runEventsRoute(asked(undefined, "/x"), at({ id: run.id }))).status).toBe(401);
});

/** A version with one file of these bytes, published past the pipeline. */
async function published(module: string, bytes: Buffer, environment?: string): Promise<string> {
  const { revision, hash } = await prepared(module);
  const { db, config } = harness.services;
  const record = await db.revisions.get(module, revision);
  const reviewer = await db.users.findByEmail("database-administrator-3@example.org");
  if (record === undefined || reviewer === undefined) throw new TypeError("not prepared");
  await db.reviews.approve({
    revisionId: record.id,
    environment,
    reviewerId: reviewer.id,
    contentHash: hash,
    seenHash: hash,
  });
  const run = await db.runs.create({
    moduleId: record.moduleId,
    revisionId: record.id,
    kind: "publication",
    environment,
  });
  const claimed = await db.runs.claim(run.id, "worker", 1000);
  if (claimed === undefined) throw new TypeError("not claimed");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await mkdir(config.data.recordRoot, { recursive: true });
  await writeFile(config.data.record(sha256), bytes);
  const manifest = testManifest(module, run.id, hash);
  const tables = manifest.tables.map((table) => ({ ...table, sha256, bytes: bytes.length }));
  await db.versions.publish(claimed.lease, {
    manifest: { ...manifest, tables },
    versionId: createHash("sha256").update(module).digest("hex"),
    reports: testReports(run.id, hash),
    files: [{ table: "patient", name: "patient.parquet", sha256, bytes: bytes.length }],
    copies: [],
    extraction: [],
    places: {
      sources: new Map([["clinic", (await db.sources.get("clinic"))?.fingerprint ?? ""]]),
      stores: new Map(),
    },
    describe: (number) => ({ jsonLd: `{"number":${number},"text":"</script>"}`, croissant: "{}" }),
  });
  return sha256;
}

test("the latest version at an address is that of the environment it names", async () => {
  const sha256 = await published("by-place", randomBytes(100), "live");
  const where = at({ name: "by-place", number: "latest", file: "patient.parquet" });
  const get = (query: string) => web.versionFileRoute(asked("data-scientist", `/x${query}`), where);
  const described = (query: string) =>
    web.versionMetadataRoute("jsonLd")(asked("data-scientist", `/x${query}`), where);
  for (const query of ["", "?environment=test"]) {
    expect((await get(query)).status).toBe(404);
    expect((await described(query)).status).toBe(404);
  }
  expect((await get("?environment=live")).headers.get("etag")).toBe(`"${sha256}"`);
  expect((await described("?environment=live")).headers.get("content-location")).toBe(
    "/modules/by-place/versions/1/metadata.jsonld",
  );
});

test("a file comes whole, in ranges, once, and never after its version was withdrawn", async () => {
  const bytes = randomBytes(1_000_003);
  const sha256 = await published("by-file", bytes);
  const where = { name: "by-file", number: "1", file: "patient.parquet" };
  const get = (
    headers: Record<string, string> = {},
    method = "GET",
    role: Role | "nobody" = "data-scientist",
  ) =>
    web.versionFileRoute(
      asked(role === "nobody" ? undefined : role, "/modules/by-file/versions/1/files/patient.parquet", {
        method,
        headers,
      }),
      at(where),
    );

  const whole = await get();
  expect(whole.status).toBe(200);
  expect(whole.headers.get("etag")).toBe(`"${sha256}"`);
  expect(whole.headers.get("content-length")).toBe("1000003");
  expect(whole.headers.get("cache-control")).toContain("private");
  expect(whole.headers.get("content-disposition")).toContain('filename="patient.parquet"');
  expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);

  const part = await get({ range: "bytes=1000-1999" });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe("bytes 1000-1999/1000003");
  expect(part.headers.get("content-length")).toBe("1000");
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1000, 2000))).toBe(true);
  const tail = await get({ range: "bytes=-8" });
  expect(Buffer.from(await tail.arrayBuffer()).equals(bytes.subarray(-8))).toBe(true);
  expect((await get({ range: "bytes=2000000-" })).status).toBe(416);
  expect((await get({ range: "bytes=0-9", "if-range": '"old"' })).status).toBe(200);

  const head = await get({}, "HEAD");
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "1000003", ""]);
  expect((await get({ "if-none-match": `"${sha256}"` })).status).toBe(304);
  expect((await get({}, "GET", "nobody")).status).toBe(401);
  const missing = await web.versionFileRoute(
    asked("data-scientist", "/x"),
    at({ ...where, file: "../auth.secret" }),
  );
  expect(missing.status).toBe(404);

  const made = await web.routeFor(operations.createDownloadToken)(
    asked("data-engineer", "/x", json({})),
    at(),
  );
  const { token } = (await made.json()) as { token: string };
  const basic = Buffer.from(`anything:${token}`).toString("base64");
  expect((await get({ authorization: `Bearer ${token}` }, "GET", "nobody")).status).toBe(200);
  expect((await get({ authorization: `Basic ${basic}`, range: "bytes=0-3" }, "GET", "nobody")).status).toBe(
    206,
  );
  expect((await get({ authorization: `Bearer ${token.slice(0, -2)}AA` })).status).toBe(401);
  const elsewhere = asked(undefined, "/x", { headers: { authorization: `Bearer ${token}` } });
  expect((await web.routeFor(operations.listRuns)(elsewhere, at())).status).toBe(401);

  const metadata = web.versionMetadataRoute("jsonLd");
  const described = await metadata(asked("data-scientist", "/x"), at({ name: "by-file", number: "latest" }));
  expect(await described.text()).toBe('{"number":1,"text":"</script>"}');
  expect(described.headers.get("content-location")).toBe("/modules/by-file/versions/1/metadata.jsonld");
  const entry = await web.moduleMetadataRoute(asked("data-scientist", "/x"), at({ name: "by-file" }));
  expect(entry.headers.get("content-type")).toBe("application/ld+json");
  const catalogued = await entry.json();
  expect(catalogued).toMatchObject({
    id: expect.stringMatching(/\/modules\/by-file$/),
    type: "dcat:Dataset",
    hasVersion: [expect.stringMatching(/\/modules\/by-file\/versions\/1$/)],
    currentVersion: expect.stringMatching(/\/modules\/by-file\/versions\/1$/),
  });
  const nobody = await web.moduleMetadataRoute(asked(undefined, "/x"), at({ name: "by-file" }));
  expect(nobody.status).toBe(401);
  const page = await web.routeFor(operations.getVersion, { input: web.pathInput({ name: "module" }) })(
    asked("data-scientist", "/x"),
    at({ name: "by-file", number: "1" }),
  );
  const detail = (await page.json()) as { embeddedJsonLd: string; files: { href: string }[] };
  expect(detail.embeddedJsonLd).not.toContain("<");
  expect(JSON.parse(detail.embeddedJsonLd)).toEqual({ number: 1, text: "</script>" });
  expect(detail.files[0]?.href).toBe("/modules/by-file/versions/1/files/patient.parquet");

  const withdraw = web.routeFor(operations.withdrawVersion, {
    input: web.pathInput({ name: "module" }, ["number"]),
  });
  const gone = await withdraw(
    asked("database-administrator", "/x", json({ reason: "A mistake in the source" })),
    at({ name: "by-file", number: "1" }),
  );
  expect(gone.status).toBe(200);
  expect((await get()).status).toBe(410);
  const kept = await metadata(asked("data-scientist", "/x"), at({ name: "by-file", number: "1" }));
  expect(kept.status).toBe(200);
});

const tus = { "tus-resumable": "1.0.0" };

test("an upload goes on where it was cut off, for its owner alone", async () => {
  const send = (role: Role, path: string, method: string, headers: Record<string, string>, body?: Buffer) =>
    web.uploadsRoute(
      asked(role, path, {
        method,
        headers: { ...tus, ...headers },
        body: body === undefined ? null : new Uint8Array(body),
      }),
    );
  const bytes = randomBytes(100_000);
  const name = Buffer.from("../../visits.csv").toString("base64");
  const announced = { "upload-length": String(bytes.length), "upload-metadata": `filename ${name}` };
  expect((await send("data-scientist", "/api/uploads", "POST", announced)).status).toBe(403);
  const created = await send("data-engineer", "/api/uploads", "POST", announced);
  expect(created.status).toBe(201);
  const place = new URL(created.headers.get("location") ?? "", origin).pathname;
  const piece = { "content-type": "application/offset+octet-stream" };
  const first = await send(
    "data-engineer",
    place,
    "PATCH",
    { ...piece, "upload-offset": "0" },
    bytes.subarray(0, 60_000),
  );
  expect(first.status).toBe(204);
  expect((await send("administrator", place, "HEAD", {})).status).toBe(404);
  expect(
    (
      await send(
        "administrator",
        place,
        "PATCH",
        { ...piece, "upload-offset": "60000" },
        bytes.subarray(60_000),
      )
    ).status,
  ).toBe(404);
  const where = await send("data-engineer", place, "HEAD", {});
  expect(where.headers.get("upload-offset")).toBe("60000");
  const last = await send(
    "data-engineer",
    place,
    "PATCH",
    { ...piece, "upload-offset": "60000" },
    bytes.subarray(60_000),
  );
  expect(last.status).toBe(204);
  const id = place.split("/").at(-1) ?? "";
  const upload = await harness.services.db.uploads.get(id);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(upload).toMatchObject({ fileName: "visits.csv", bytes: 100_000, sha256 });
  expect(upload?.completedAt).toBeDefined();
  const { readFile } = await import("node:fs/promises");
  const kept = await readFile(`${harness.services.config.data.uploads}/${upload?.path}`);
  expect(kept.equals(bytes)).toBe(true);
  const forged = await send("data-engineer", "/api/uploads", "POST", {
    ...announced,
    origin: "https://evil.example",
  });
  expect(forged.status).toBe(403);
  const huge = { ...announced, "upload-length": String(21 * 1024 ** 4) };
  expect((await send("data-engineer", "/api/uploads", "POST", huge)).status).toBeGreaterThanOrEqual(400);
});
