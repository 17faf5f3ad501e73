import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { makePrivateFolder } from "#lib/config/server";
import type { LookOptions } from "#lib/proposals/server";
import type { OperationContext } from "../core/operation.ts";
import { openConfig } from "../core/places.ts";

/** Opens what a look at a source's rows needs, in a folder that lives as long as the look. */
export async function withLook<T>(
  { services, signal }: Pick<OperationContext, "services" | "signal">,
  source: string,
  look: (options: LookOptions) => Promise<T>,
): Promise<T> {
  const { kind, config } = await openConfig(services, "source", source);
  const root = await makePrivateFolder(services.config.data.stagingRoot);
  const scratch = await mkdtemp(path.join(root, "look-"));
  try {
    return await look({ driver: services.sourceDriver(kind), config, data: services.data, scratch, signal });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
