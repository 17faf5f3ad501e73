import { can, type Role } from "#lib/access";
import type { Repositories } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { moduleSources } from "#lib/metadata";

type Document = Parameters<typeof moduleSources<{ readonly name: string; readonly ref: string }>>[0];

/** Whoever lets a document read another module's version must be allowed to read it. @throws AppError `permission-missing` */
export function assertRoleMayRead(role: Role | undefined, document: Document): void {
  if (moduleSources(document).length > 0 && !can(role, "versions:read"))
    throw new AppError("permission-missing", { permission: "versions:read" });
}

/** The same of who has started a run, as they stand when it reads. @throws AppError `permission-missing` */
export async function assertMayRead(
  db: Pick<Repositories, "users">,
  userId: string | undefined,
  document: Document,
): Promise<void> {
  if (moduleSources(document).length === 0) return;
  const user = userId === undefined ? undefined : await db.users.get(userId);
  assertRoleMayRead(user?.disabled === false ? user.role : undefined, document);
}
