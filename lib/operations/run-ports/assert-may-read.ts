import { can, type Role } from "#lib/access";
import type { Repositories, RunRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { moduleSources } from "#lib/metadata";

type Document = Parameters<typeof moduleSources<{ readonly name: string; readonly ref: string }>>[0];

/** Whoever lets a document read another module's version must be allowed to read it. @throws AppError `permission-missing` */
export function assertRoleMayRead(role: Role | undefined, document: Document): void {
  if (moduleSources(document).length > 0 && !can(role, "versions:read"))
    throw new AppError("permission-missing", { permission: "versions:read" });
}

/** Who answers for a run that reads another module's version must be allowed to read it, as they stand now. @throws AppError `versions-unreadable` */
export async function assertMayRead(
  db: Pick<Repositories, "users">,
  userId: string | undefined,
  document: Document,
): Promise<void> {
  if (moduleSources(document).length === 0) return;
  const user = userId === undefined ? undefined : await db.users.get(userId);
  if (user === undefined || user.disabled || !can(user.role, "versions:read"))
    throw new AppError("versions-unreadable", { person: user?.name ?? "–" });
}

/** Who answers for a run: whoever started it, else whoever last saved the trigger that did, else its revision's author. */
export async function answerableFor(
  db: Pick<Repositories, "triggers" | "revisions">,
  run: Pick<RunRecord, "id" | "requestedBy" | "revisionId">,
): Promise<string | undefined> {
  if (run.requestedBy !== undefined) return run.requestedBy;
  const trigger = await db.triggers.ofRun(run.id);
  return trigger?.updatedBy ?? (await db.revisions.getById(run.revisionId))?.authorId;
}
