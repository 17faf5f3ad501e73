import { z } from "zod";
import type { Upstreams } from "#lib/contracts";
import type { RecordServices } from "../core/services.ts";
import { readVersions } from "../run-ports/index.ts";

/** What is read of a document, which may be half-finished anywhere else. */
const readSchema = z.object({
  sources: z.array(z.object({ name: z.string(), ref: z.string() })).catch([]),
  tables: z
    .array(z.object({ extraction: z.object({ source: z.string() }).optional().catch(undefined) }))
    .catch([]),
});

/** The versions of modules that a document reads, as they are now in an environment, for what judges it. */
export async function upstreamsFor(
  { db }: Pick<RecordServices, "db">,
  raw: unknown,
  environment?: string,
): Promise<Upstreams> {
  const document = readSchema.safeParse(raw);
  if (!document.success) return new Map();
  const found = await readVersions(db, document.data, { environment });
  return new Map([...found].map(([name, { upstream }]) => [name, upstream]));
}
