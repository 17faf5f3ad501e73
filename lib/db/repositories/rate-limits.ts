import { newId } from "#lib/kernel";
import type { Client } from "../client.ts";

/** How often something may be done, counted for all processes together. */
export interface RateLimitRepository {
  /** Counts one; false where `most` within the last `windowMs` are exceeded. */
  take(key: string, most: number, windowMs: number, now: Date): Promise<boolean>;
}

export function rateLimitRepository(client: Client): RateLimitRepository {
  return {
    take: async (key, most, windowMs, now) => {
      const at = now.getTime();
      // `lastRequest` is the beginning of the window here: what comes too often does not lengthen its own wait.
      const [row] = await client.$queryRaw<{ count: number }[]>`
        insert into "rate_limit" ("id", "key", "count", "lastRequest") values (${newId()}, ${key}, 1, ${at}::bigint)
        on conflict ("key") do update set
          "count" = case when "rate_limit"."lastRequest" <= ${at - windowMs}::bigint then 1 else "rate_limit"."count" + 1 end,
          "lastRequest" = case when "rate_limit"."lastRequest" <= ${at - windowMs}::bigint then ${at}::bigint else "rate_limit"."lastRequest" end
        returning "count"`;
      return (row?.count ?? 0) <= most;
    },
  };
}
