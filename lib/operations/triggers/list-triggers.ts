import { z } from "zod";
import {
  type ModuleTriggers,
  moduleTriggersSchema,
  type RunKind,
  slugSchema,
  type TriggerView,
} from "#lib/contracts";
import type { Repositories } from "#lib/db/server";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { peopleOf, personOf } from "../views/people.ts";
import { withoutAddress } from "./alert-address.ts";
import { parametersOf } from "./check-settings.ts";
import { canBeTold, toldPeople } from "./told-people.ts";
import { errorView, obstacles, tickView } from "./trigger-views.ts";

const ticksShown = 100;

/** What a form has to ask for, whatever is chosen in it to run and wherever. */
async function allParameters(
  db: Repositories,
  module: string,
  environments: readonly (string | undefined)[],
): Promise<ModuleTriggers["parameters"]> {
  const of = async (runKind: RunKind, environment?: string) => ({
    runKind,
    environment,
    declared: [...(await parametersOf(db, module, runKind, environment))],
  });
  const found = [await of("trial"), await of("publication")];
  for (const environment of new Set(environments))
    if (environment !== undefined) found.push(await of("publication", environment));
  return found;
}

/** What starts runs of a module by itself, and what came of it. */
export const listTriggers = defineOperation({
  id: "list-triggers",
  title: { en: "See what starts a module's runs", ru: "Просмотр триггеров модуля" },
  permission: "modules:read",
  input: z.strictObject({ module: slugSchema }),
  output: moduleTriggersSchema,
  run: async ({ services }, { module: name }) => {
    const { db, config } = services;
    const module = found(await db.modules.get(name), "module", name);
    const triggers = module.archivedAt === undefined ? await db.triggers.list(name) : [];
    const people = await peopleOf(db, [
      module.createdBy,
      ...triggers.flatMap((one) => [one.createdBy, one.updatedBy]),
    ]);
    const obstacleOf = obstacles(services, services.clock.now());
    const views: TriggerView[] = [];
    for (const one of triggers) {
      const delivery = await db.alerts.lastDelivery(one.id);
      const { kind } = one.settings;
      const upstreams = kind === "versions" ? await db.triggers.upstreams(one.id) : undefined;
      views.push({
        id: one.id,
        name: one.name,
        settings: withoutAddress(one.settings),
        nextAt: one.nextAt?.toISOString(),
        pausedAt: one.pausedAt?.toISOString(),
        createdBy: people(one.createdBy),
        updatedBy: people(one.updatedBy),
        updatedAt: one.updatedAt.toISOString(),
        address: kind === "webhook" ? new URL(`/api/hooks/${one.id}`, config.web.baseUrl).href : undefined,
        upstreams: upstreams?.map(({ module: upstream, newest }) => ({ module: upstream, newest })),
        told: (await toldPeople(db, one)).map((person) => ({ id: person.id, name: person.name })),
        lastDelivery: delivery && {
          host: delivery.host,
          at: delivery.at.toISOString(),
          tries: delivery.tries,
          deliveredAt: delivery.deliveredAt?.toISOString(),
          nextAt: delivery.nextAt?.toISOString(),
          reason: delivery.reason,
        },
        obstacle: errorView(await obstacleOf(one)),
      });
    }
    const all = await db.triggers.list();
    const environments = await db.environments.list();
    const places = [
      ...environments.map((one) => one.name),
      ...triggers.map(({ settings }) => settings.environment),
    ];
    return {
      module: { name, title: module.title, archived: module.archivedAt !== undefined },
      owner: personOf(people, module.createdBy),
      triggers: views,
      ticks: (await db.ticks.list(name, ticksShown)).map(tickView),
      downstream: all
        .filter(({ settings }) => settings.kind === "versions" && settings.upstreams.includes(name))
        .map((one) => ({ module: one.module, trigger: one.name })),
      parameters: await allParameters(db, name, places),
      environments: environments.map((one) => ({ name: one.name, title: one.title })),
      people: (await db.users.list()).filter(canBeTold).map((one) => ({ id: one.id, name: one.name })),
      modules: (await db.modules.list()).map((one) => one.name).filter((one) => one !== name),
    };
  },
});
