import type { LookupAddress } from "node:dns";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startHttpServer, type TestHttpServer } from "#lib/testing";
import { schedule, TriggerHarness } from "../testing/trigger-harness.ts";
import { deliverAlerts } from "./deliver-alerts.ts";

const host = "alerts.test";
/** What the name of the host means, each time it is looked up. */
let lookUp: () => Promise<readonly LookupAddress[]>;
let lookUps = 0;
vi.mock("node:dns/promises", async (original) => {
  const dns = await original<typeof import("node:dns/promises")>();
  const lookup = (name: string, options: object) => {
    if (name !== host) return dns.lookup(name, options);
    lookUps += 1;
    return lookUp();
  };
  return { ...dns, lookup };
});

const inside: readonly LookupAddress[] = [{ address: "127.0.0.1", family: 4 }];
const outside: readonly LookupAddress[] = [{ address: "8.8.8.8", family: 4 }];
const notFound = () => Promise.reject(Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }));
/** As long as the name server is silent. */
const never = () => new Promise<never>(() => undefined);

let world: TriggerHarness;
let server: TestHttpServer;
let id = "";

beforeAll(async () => {
  world = await TriggerHarness.open("deliveries");
  server = await startHttpServer();
  const url = server.url.replace("127.0.0.1", host);
  lookUp = async () => inside;
  ({ id } = await world.save(await world.approved(), schedule({ alerts: { url } })));
});
afterAll(async () => {
  await server.close();
  await world.records.close();
});

/** What is told of a try, and what the log says of it. */
async function sent(): Promise<readonly [string | undefined, string[]]> {
  const { db, services } = world;
  // Sooner than an earlier one is tried again.
  world.now = new Date(world.now.getTime() + 1000);
  await db.alerts.send({ triggerId: id, host, body: "{}", at: world.now });
  const logged: string[] = [];
  lookUps = 0;
  await deliverAlerts(services, (_host, why) => logged.push(why));
  return [(await db.alerts.lastDelivery(id))?.reason, logged];
}

test("what a private host answers is told nobody, though its name is not found any more or its name server is silent", async () => {
  for (const afterwards of [notFound, never]) {
    const before = server.requests.length;
    lookUp = () => (server.requests.length > before ? afterwards() : Promise.resolve(inside));
    expect(await sent()).toEqual(["alert-not-taken", ["HTTP 404"]]);
    expect(server.requests).toHaveLength(before + 1);
  }
});

test("a name that is public when it is asked for and private when it is connected to reaches nothing", async () => {
  const before = server.requests.length;
  lookUp = async () => (lookUps === 1 ? outside : inside);
  expect(await sent()).toEqual(["alert-host-refused", ["alert-host-refused"]]);
  expect(lookUps).toBe(2);
  expect(server.requests).toHaveLength(before);
});

test("a name that is not known is told, one whose name server is silent is not", async () => {
  lookUp = notFound;
  expect((await sent())[0]).toBe("host-unknown");
  lookUp = never;
  const begun = performance.now();
  expect(await sent()).toEqual(["alert-not-taken", ["ETIMEDOUT"]]);
  expect(performance.now() - begun).toBeLessThan(20_000);
});
