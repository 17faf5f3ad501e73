import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError } from "#lib/kernel";
import { defineOpenOperation } from "../core/operation.ts";
import { emailSchema, passwordSchema, personNameSchema } from "./new-account.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Holds set-ups apart within this process, so that two at once make one administrator. */
let turn: Promise<unknown> = Promise.resolve();

/** The first person of an installation, who becomes its administrator: from the server's own computer, or with its printed token. */
export const setUp = defineOpenOperation({
  id: "set-up",
  title: { en: "Make the first administrator", ru: "Создать первого администратора" },
  permission: "anyone",
  input: z.strictObject({
    name: personNameSchema,
    email: emailSchema,
    password: passwordSchema,
    token: z.string().max(200).optional(),
  }),
  output: z.object({ id: z.string() }),
  audit: ({ email }) => ({ kind: "user", name: email, detail: { role: "administrator" } }),
  run: ({ services, origin }, { token, ...user }) => {
    const { setupToken } = services.config;
    const hasToken =
      setupToken !== undefined && token !== undefined && timingSafeEqual(digest(token), digest(setupToken));
    if (!origin.local && !hasToken) throw new AppError("set-up-refused");
    const made = turn.then(async () => {
      if ((await services.db.users.count()) > 0) throw new AppError("set-up-done");
      const created = await services.accounts.create({ ...user, role: "administrator" });
      await services.db.workspace.markSetUp();
      return created;
    });
    turn = made.catch(() => undefined);
    return made;
  },
});
