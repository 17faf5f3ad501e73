import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { makePrivateFolder } from "#lib/config/server";
import type { LookOptions } from "#lib/proposals/server";
import type { OperationContext } from "../core/operation.ts";
import { openConfig } from "../core/places.ts";
import { assertRoleMayRead } from "../run-ports/index.ts";

/**
 * Opens what a look at a source's rows needs, in a folder that lives as long as the look. The newest version of a module is the one
 * of an environment.
 */
export async function withLook<T>(
  { services, actor, signal }: Pick<OperationContext, "services" | "actor" | "signal">,
  source: string,
  look: (options: LookOptions, kind: string) => Promise<T>,
  environment?: string,
): Promise<T> {
  assertRoleMayRead(actor.role, { sources: [{ name: source, ref: source }] });
  const { kind, config } = await openConfig(services, "source", source, environment);
  const root = await makePrivateFolder(services.config.data.stagingRoot);
  const scratch = await mkdtemp(path.join(root, "look-"));
  try {
    const driver = services.sourceDriver(kind);
    return await look({ driver, config, data: services.data, scratch, signal }, kind);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
