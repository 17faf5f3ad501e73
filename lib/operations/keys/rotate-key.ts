import { z } from "zod";
import { domainNameSchema, keyChangeSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { newDomainKey } from "#lib/keys/server";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { keyChange } from "./key-change.ts";

/** Gives a domain a new key. Later versions join only with each other: the answer names the modules to run again. */
export const rotateKey = defineOperation({
  id: "rotate-key",
  title: { en: "Rotate the key of a linkage domain", ru: "Сменить ключ домена связывания" },
  permission: "domains:manage",
  input: z.strictObject({ domain: domainNameSchema }),
  output: keyChangeSchema,
  audit: ({ domain }) => ({ kind: "domain", name: domain }),
  run: async ({ services, actor }, { domain }) => {
    const { db, masterKey } = services;
    if (actor.impersonatedBy !== undefined) throw new AppError("approval-impersonated");
    const record = found(await db.domains.get(domain), "linkage domain", domain);
    const active = record.keys.filter(({ state }) => state === "active").map(({ id }) => id);
    const key = newDomainKey(masterKey, domain);
    await db.domains.rotate(domain, key);
    return keyChange(services, active, key.id);
  },
});
