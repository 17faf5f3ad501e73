import { z } from "zod";
import { type ScheduleView, scheduleViewSchema } from "#lib/contracts";
import type { TriggerRecord } from "#lib/db/server";
import { defineOperation } from "../core/operation.ts";
import { withoutAddress } from "./alert-address.ts";
import { errorView, obstacles, tickView } from "./trigger-views.ts";

/** What comes next is first; what waits for a call or a version comes after, by module. */
const orderOf = ({
  nextAt,
  module,
}: {
  readonly nextAt?: string | undefined;
  readonly module: { name: string };
}) => `${nextAt ?? "~"} ${module.name}`;

/** What starts runs of all modules by itself, with what came of it last. */
export const listSchedules = defineOperation({
  id: "list-schedules",
  title: { en: "See what starts runs of all modules", ru: "Просмотр триггеров всех модулей" },
  permission: "modules:read",
  input: z.strictObject({}),
  output: z.array(scheduleViewSchema),
  run: async ({ services }) => {
    const { db, clock } = services;
    const titles = new Map((await db.modules.list()).map(({ name, title }) => [name, title]));
    const obstacleOf = obstacles(services, clock.now());
    const view = async (trigger: TriggerRecord): Promise<ScheduleView> => {
      const { id, name, module, settings, nextAt, pausedAt } = trigger;
      const last = await db.ticks.latest(id);
      return {
        id,
        name,
        module: { name: module, title: titles.get(module) ?? "" },
        settings: withoutAddress(settings),
        nextAt: nextAt?.toISOString(),
        pausedAt: pausedAt?.toISOString(),
        obstacle: errorView(await obstacleOf(trigger)),
        last: last && tickView(last),
      };
    };
    const views: ScheduleView[] = [];
    for (const trigger of await db.triggers.list()) views.push(await view(trigger));
    return views.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  },
});
