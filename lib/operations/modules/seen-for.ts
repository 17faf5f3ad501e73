import { z } from "zod";
import type { SeenSource } from "#lib/metadata";
import type { RecordServices } from "../core/services.ts";
import { seenSource } from "../sources/seen-source.ts";

const sourcesSchema = z.object({ sources: z.array(z.object({ name: z.string(), ref: z.string() })) });

/** The sources of a document as they were last seen, beside how they were when the module's newest revision was kept. */
export async function seenFor(
  { db }: Pick<RecordServices, "db">,
  module: string,
  raw: unknown,
): Promise<ReadonlyMap<string, SeenSource>> {
  const seen = new Map<string, SeenSource>();
  const declared = sourcesSchema.safeParse(raw).data?.sources ?? [];
  if (declared.length === 0) return seen;
  const at = (await db.revisions.latest(module))?.createdAt;
  for (const { name, ref } of declared) {
    const place = await db.sources.get(ref);
    const known = place && (await seenSource(db, place, at));
    if (known) seen.set(name, known);
  }
  return seen;
}
