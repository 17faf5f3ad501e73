import { can } from "#lib/access";
import type { Repositories, TriggerRecord, UserRecord } from "#lib/db/server";

/** Alerts say what happens to a module, so that only those who may see modules get them, and who still signs in. */
export const canBeTold = (user: UserRecord): boolean => !user.disabled && can(user.role, "modules:read");

/**
 * Who is told of a trigger's runs: the people that were chosen, else whoever made the module, else whoever made the trigger,
 * else the administrators; never somebody who would not see it.
 */
export async function toldPeople(
  db: Pick<Repositories, "modules" | "users">,
  trigger: Pick<TriggerRecord, "moduleId" | "settings" | "createdBy">,
): Promise<readonly UserRecord[]> {
  const users = await db.users.list();
  const able = (ids: readonly (string | undefined)[]) =>
    users.filter((user) => ids.includes(user.id) && canBeTold(user));
  const module = await db.modules.getById(trigger.moduleId);
  for (const ids of [trigger.settings.alerts.people, [module?.createdBy], [trigger.createdBy]]) {
    const told = able(ids);
    if (told.length > 0) return told;
  }
  return able(users.filter(({ role }) => role === "administrator").map(({ id }) => id));
}
