import { AppError, errorMessage, type Text } from "#lib/kernel";
import type { SourceReplica } from "./definition.ts";
import type { GentleConfig } from "./gentle-fields.ts";

/** A replica that refuses a login, is overloaded or busy has answered: its load must not move to the primary. */
const noAnswer = new Set(["source-unreachable", "host-unknown"]);

/** The same source, read from its replica; undefined where it has none. */
export const replicaOf = <C extends GentleConfig>(config: C): C | undefined =>
  config.replicaHost === undefined
    ? undefined
    : { ...config, host: config.replicaHost, port: config.replicaPort ?? config.port };

/** Tries the replica first, and the primary only where the replica does not answer. */
export async function onReplicaFirst<C extends GentleConfig, T>(
  config: C,
  attempt: (config: C) => Promise<T>,
): Promise<{ readonly result: T; readonly replica?: SourceReplica }> {
  const replica = replicaOf(config);
  if (!replica) return { result: await attempt(config) };
  const place = `${replica.host}:${replica.port}`;
  try {
    return { result: await attempt(replica), replica: { place, answered: true } };
  } catch (error) {
    if (!(error instanceof AppError && noAnswer.has(error.code))) throw error;
    return { result: await attempt(config), replica: { place, answered: false } };
  }
}

/** What the test of a connection says of a replica that cannot be read: runs would silently weigh on the primary. */
export async function replicaWarnings<C extends GentleConfig>(
  config: C,
  ask: (replica: C) => Promise<unknown>,
): Promise<readonly Text[]> {
  const replica = replicaOf(config);
  if (!replica) return [];
  try {
    await ask(replica);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "run-cancelled") throw error;
    const data = error.toData();
    return [{ en: `The replica: ${errorMessage(data, "en")}`, ru: `Реплика: ${errorMessage(data, "ru")}` }];
  }
}

/** Of the connections that a server allows: the rest is for its other work and for whoever has to look after it. */
export const usualShare = 0.8;

/** Throws `source-overloaded` where a server runs as many queries as its administrator allows. */
export function assertRoom(source: string, active: number, limit: number): void {
  if (active >= limit) throw new AppError("source-overloaded", { source, active, limit });
}
