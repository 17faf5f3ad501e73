import { AppError } from "#lib/kernel";
import type { Client } from "../client.ts";

/** Fingerprints of what a run reads and writes, as it bound them, by the names of sources and stores. */
export interface BoundFingerprints {
  readonly sources: ReadonlyMap<string, string>;
  readonly stores: ReadonlyMap<string, string>;
}

/** @throws AppError `approval-stale` where one of them is not any more what the run bound: nobody has approved that */
export async function assertPlacesIn(client: Client, { sources, stores }: BoundFingerprints): Promise<void> {
  const wanted = (bound: ReadonlyMap<string, string>) => ({
    where: { name: { in: [...bound.keys()] } },
    select: { name: true, fingerprint: true },
  });
  const [readFrom, writtenTo] = [
    await client.dataSource.findMany(wanted(sources)),
    await client.store.findMany(wanted(stores)),
  ];
  for (const [bound, found] of [
    [sources, readFrom],
    [stores, writtenTo],
  ] as const) {
    const now = new Map(found.map(({ name, fingerprint }) => [name, fingerprint]));
    for (const [name, fingerprint] of bound)
      if (now.get(name) !== fingerprint) throw new AppError("approval-stale", { detail: name });
  }
}
