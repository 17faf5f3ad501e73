import { AppError } from "#lib/kernel";
import type { Client } from "../client.ts";
import { Prisma } from "../generated/client.ts";

/** Somebody who has a module's editor open in another tab. */
export interface PresentEditor {
  readonly userId: string;
  readonly place: string;
  readonly seenAt: Date;
}

/** Who else edits, last seen first, and where the draft stands. */
export interface PresenceRecord {
  readonly others: readonly PresentEditor[];
  readonly etag: number;
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

export interface PresenceRepository {
  /**
   * Says that a person's tab shows a place of a module's editor, or nothing of it any more, and answers who else does. One
   * statement, since every open editor asks every few seconds.
   * @param report `editor` is the tab, a UUID; `place` is absent where it is left
   * @throws AppError `not-found`
   */
  report(report: {
    readonly module: string;
    readonly userId: string;
    readonly editor: string;
    readonly place: string | undefined;
  }): Promise<PresenceRecord>;
}

/** A tab that was not heard of for so many seconds is closed, or its computer asleep. */
const silence = Prisma.sql`make_interval(secs => 30)`;

interface Row {
  readonly etag: number;
  readonly updatedBy: string;
  readonly updatedAt: Date;
  readonly userId: string | null;
  readonly place: string | null;
  readonly seenAt: Date | null;
}

export function presenceRepository(client: Client): PresenceRepository {
  return {
    report: async ({ module, userId, editor, place }) => {
      const own = Prisma.sql`p."moduleId" = m."id" and p."userId" = ${userId} and p."editor" = ${editor}::uuid`;
      const change =
        place === undefined
          ? Prisma.sql`delete from "editor_presence" p using m where ${own}`
          : Prisma.sql`insert into "editor_presence" ("moduleId", "userId", "editor", "place", "seenAt")
              select "id", ${userId}, ${editor}::uuid, ${place}, now() from m
              on conflict ("moduleId", "userId", "editor") do update set "place" = excluded."place", "seenAt" = excluded."seenAt"`;
      // Two reports that wait for each other would end in an error. So none holds a row while it waits: its own is written
      // first (which the count makes sure of), and of silent ones those that another holds are left to it.
      const rows = await client.$queryRaw<Row[]>`
        with m as (select "id" from "module" where "name" = ${module}),
        changed as (${change} returning 1),
        silent as (
          select p."moduleId", p."userId", p."editor" from "editor_presence" p
          where (select count(*) from changed) >= 0
            and p."seenAt" < now() - ${silence} and not exists (select 1 from m where ${own})
          for update skip locked
        ),
        removed as (
          delete from "editor_presence" p using silent s
          where p."moduleId" = s."moduleId" and p."userId" = s."userId" and p."editor" = s."editor"
        )
        select d."etag", d."updatedBy", d."updatedAt", p."userId", p."place", p."seenAt"
        from m join "draft" d on d."moduleId" = m."id"
        left join "editor_presence" p
          on p."moduleId" = m."id" and p."seenAt" >= now() - ${silence} and not (${own})
        order by p."seenAt" desc`;
      const [first] = rows;
      if (first === undefined) throw new AppError("not-found", { what: "module", name: module });
      const { etag, updatedBy, updatedAt } = first;
      const others = rows.flatMap((row) =>
        row.userId === null || row.place === null || row.seenAt === null
          ? []
          : [{ userId: row.userId, place: row.place, seenAt: row.seenAt }],
      );
      return { others, etag, updatedBy, updatedAt };
    },
  };
}
