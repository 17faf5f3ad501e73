import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Database, DeliveryRecord } from "#lib/db/server";
import { AppError, type Clock, type ErrorCodeId } from "#lib/kernel";
import type { NetworkPolicy } from "#lib/network";
import { assertHostAllowed, pinnedAgents } from "#lib/network/server";
import { openAddress } from "./alert-address.ts";

export interface DeliveryServices {
  readonly db: Database;
  readonly masterKey: Uint8Array;
  readonly network: NetworkPolicy;
  readonly clock: Clock;
}

/** Seconds before each next try, by how many there were: the last is some hours after the alert. */
const waits = [10, 60, 600, 3600, 14_400] as const;
const silentMilliseconds = 10_000;
/** Longer than a batch, which is sent at once, can last: no two workers send the same. */
const holdSeconds = 60;
const mostAtOnce = 20;
/** Nothing to try again for. */
const gone = "alert-address-gone" satisfies ErrorCodeId;
const refused = "alert-host-refused" satisfies ErrorCodeId;
/** All that is told of a private host: whether it refuses, is silent or has no such page is its own affair. */
const notTaken = "alert-not-taken" satisfies ErrorCodeId;
/** What is known of a host before anything is asked of it. */
const toldOfAll: ReadonlySet<string> = new Set([refused, "host-unknown" satisfies ErrorCodeId]);

/** What did not take an alert, and why: for the log. */
export type OnNotTaken = (host: string, why: string) => void;

/** `t=SECONDS,v1=HMAC`: over the time and the body, so that an old message cannot be sent again as a new one. */
export const signatureOf = (secret: string, body: string, at: Date): string => {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
};

/** Leaves what cannot be stopped, such as looking a name up, to itself. @throws the deadline's reason */
async function within<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(deadline.reason);
  deadline.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    deadline.removeEventListener("abort", end);
  }
}

/** No private host at all: what is posted under it reaches none, whatever its name comes to mean meanwhile. */
const publicOnly: NetworkPolicy = { privateHosts: [] };

/** Where an alert may go: `publicOnly` where its host is seen to be public. @throws AppError `address-refused`, `host-unknown` */
async function policyFor(url: URL, network: NetworkPolicy): Promise<NetworkPolicy> {
  try {
    await assertHostAllowed(url, publicOnly);
    return publicOnly;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "address-refused")) throw error;
  }
  await assertHostAllowed(url, network);
  return network;
}

/** The status that is answered. Redirects are not followed: what is signed goes to the address that was given. */
async function post(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  network: NetworkPolicy,
  deadline: AbortSignal,
): Promise<number> {
  const agents = pinnedAgents(network);
  const isSecure = url.protocol === "https:";
  try {
    return await new Promise<number>((resolve, reject) => {
      const sent = (isSecure ? httpsRequest : httpRequest)(url, {
        method: "POST",
        agent: isSecure ? agents.httpsAgent : agents.httpAgent,
        headers: {
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
          ...headers,
        },
        signal: deadline,
      });
      sent.on("error", reject);
      sent.on("response", (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.end(body);
    });
  } finally {
    agents.destroy();
  }
}

/** Why a try failed, for people: a status, a code of the product or of the network. Never what the other side said. */
function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.code === "address-refused" ? refused : error.code;
  if (error instanceof Error && error.name === "TimeoutError") return "ETIMEDOUT";
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "network error";
}

async function attempt(
  services: DeliveryServices,
  delivery: DeliveryRecord,
  onNotTaken: OnNotTaken,
): Promise<string | undefined> {
  const { db, masterKey, network, clock } = services;
  const deadline = AbortSignal.timeout(silentMilliseconds);
  /** Public hosts answer to everybody: of them it is told. One that is asked for is private until it is seen to be public. */
  let isPrivate = false;
  const toldOf = (reason: string): string => {
    onNotTaken(delivery.host, reason);
    return isPrivate && !toldOfAll.has(reason) ? notTaken : reason;
  };
  try {
    const trigger = await db.triggers.get(delivery.triggerId);
    const address = trigger && (await openAddress(db, masterKey, trigger));
    if (address === undefined) return gone;
    const url = new URL(address.url);
    isPrivate = true;
    const policy = await within(deadline, policyFor(url, network));
    isPrivate = policy !== publicOnly;
    const status = await post(
      url,
      delivery.body,
      {
        "X-ETLX-Delivery": delivery.id,
        "X-ETLX-Signature": signatureOf(address.signing, delivery.body, clock.now()),
      },
      policy,
      deadline,
    );
    return status >= 200 && status < 300 ? undefined : toldOf(`HTTP ${status}`);
  } catch (error) {
    return toldOf(reasonOf(error));
  }
}

/** Sends an alert once, and notes what came of it. */
async function deliver(
  services: DeliveryServices,
  delivery: DeliveryRecord,
  onNotTaken: OnNotTaken,
): Promise<void> {
  const { db, clock } = services;
  const reason = await attempt(services, delivery, onNotTaken);
  const now = clock.now();
  if (reason === undefined) return db.alerts.settleDelivery(delivery.id, { deliveredAt: now });
  const wait = reason === gone ? undefined : waits[delivery.tries - 1];
  const nextAt = wait === undefined ? undefined : new Date(now.getTime() + wait * 1000);
  return db.alerts.settleDelivery(delivery.id, { reason, ...(nextAt ? { nextAt } : {}) });
}

/** Sends the alerts whose time has come, all at once; those that are not taken are tried again, later each time. */
export async function deliverAlerts(services: DeliveryServices, onNotTaken: OnNotTaken): Promise<number> {
  const { db, clock } = services;
  const taken = await db.alerts.takeDeliveries(clock.now(), holdSeconds, mostAtOnce);
  await Promise.all(taken.map((delivery) => deliver(services, delivery, onNotTaken)));
  return taken.length;
}
