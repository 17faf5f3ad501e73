import { z } from "zod";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";

/** Ends a move after the version at which it works; what has been moved stays moved. */
export const stopMove = defineOperation({
  id: "stop-move",
  title: { en: "Stop moving versions", ru: "Остановить перенос версий" },
  permission: "stores:manage",
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({}),
  audit: ({ id }) => ({ kind: "move", name: id }),
  run: async ({ services: { db } }, { id }) => {
    found(await db.storeUpkeep.move(id), "move", id);
    await db.storeUpkeep.endMove({ id }, "stopped");
    return {};
  },
});
