import { z } from "zod";
import { systemClock } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

const day = 86_400_000;

/** Gives the viewer a token with which their programs download versions, `Authorization: Bearer …`; shown once, kept nowhere. */
export const createDownloadToken = defineOperation({
  id: "create-download-token",
  title: { en: "Make a download token", ru: "Создать токен для скачивания" },
  permission: "versions:read",
  input: z.strictObject({ days: z.number().int().min(1).max(90).default(30) }),
  output: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
  audit: ({ days }) => ({ kind: "token", name: "download", detail: { days } }),
  run: async ({ services, actor }, { days }) => {
    const expiresAt = new Date(systemClock.now().getTime() + days * day);
    const token = await services.accounts.signDownloadToken(actor.userId, expiresAt);
    return { token, expiresAt: expiresAt.toISOString() };
  },
});
