import { z } from "zod";
import { domainNameSchema, keyChangeSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { keyChange } from "./key-change.ts";

/** Forgets a retired key for good: nobody can go back from the pseudonyms made under it, nor make them again. */
export const destroyKey = defineOperation({
  id: "destroy-key",
  title: { en: "Destroy a retired key", ru: "Уничтожить выведенный ключ" },
  permission: "domains:manage",
  input: z.strictObject({
    domain: domainNameSchema,
    keyId: z.uuid(),
    /** The domain's name once more. */
    confirm: z.string().max(300),
  }),
  output: keyChangeSchema,
  audit: ({ domain, keyId }) => ({ kind: "domain", name: domain, detail: { keyId } }),
  run: async ({ services, actor }, { domain, keyId, confirm }) => {
    const { db } = services;
    if (actor.impersonatedBy !== undefined) throw new AppError("approval-impersonated");
    if (confirm !== domain) throw new AppError("request-invalid", { detail: "confirm" });
    const record = found(await db.domains.get(domain), "linkage domain", domain);
    const key = found(
      record.keys.find(({ id }) => id === keyId),
      "key",
      keyId,
    );
    if (key.state === "active") throw new AppError("key-active", { domain });
    await db.domains.destroy(keyId);
    return keyChange(services, [keyId]);
  },
});
