import { z } from "zod";
import { editorsPresentSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { peopleOf } from "../views/people.ts";

/**
 * Tells where in a module's editor a browser tab is, and answers who else is there, whether the draft has moved on and which
 * run is the newest. Only
 * who edits is there, and only for them; nothing is changed by it, so the audit does not keep it.
 */
export const reportPresence = defineOperation({
  id: "report-presence",
  title: { en: "See who else edits", ru: "Узнать, кто ещё редактирует" },
  permission: "modules:edit",
  input: z.strictObject({
    module: slugSchema,
    /** The browser tab, by a number that it drew itself. */
    editor: z.uuid(),
    /** Absent: the tab leaves the editor. */
    place: z.string().min(1).max(200).optional(),
  }),
  output: editorsPresentSchema,
  run: async ({ services: { db }, actor: { userId } }, { module, editor, place }) => {
    const { others, etag, updatedBy, updatedAt } = await db.presences.report({
      module,
      userId,
      editor,
      place,
    });
    const [newest] = await db.runs.list({ module, limit: 1 });
    const people = await peopleOf(db, [updatedBy, ...others.map((other) => other.userId)]);
    return {
      others: others.map((other) => ({
        person: people(other.userId),
        place: other.place,
        seenAt: other.seenAt.toISOString(),
      })),
      etag,
      updatedBy: people(updatedBy),
      updatedAt: updatedAt.toISOString(),
      newestRun: newest && { id: newest.id, state: newest.state },
    };
  },
});
