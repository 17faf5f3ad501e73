import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import type { Role } from "#lib/access";
import { systemClock } from "#lib/kernel";
import { openMasterKey } from "#lib/keys/server";
import {
  type Actor,
  admitModule,
  destroyKey,
  dismissModule,
  listDomains,
  type Operation,
  perform,
  reIdentify,
  rotateKey,
  type Services,
} from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// Keys of a shared domain from the first publication to the last way back: admission, rotation, re-identification, destruction.

let installation: Installation;
let services: Services;
let administrator: Actor;

const numbers = ["7707083893", "500100732259", "7736050003", "7728168971"];
const documentOf = (name: string) => ({
  "@type": "DataModule",
  format: 2,
  name,
  description: "Firms by their numbers.",
  license: "https://spdx.org/licenses/CC-BY-4.0.html",
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [
    {
      name: "firm",
      extraction: { language: "sql", source: "clinic", script: "select * from firm" },
      columns: [
        { name: "inn", datatype: "string", privacyClass: "direct-identifier" },
        {
          name: "owner",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "encrypt", with: { domain: "owner.name" } },
        },
        {
          name: "phone",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "pseudonymize" },
        },
      ],
      primaryKey: {
        columns: ["inn"],
        strategy: { rule: "identifier", with: { kind: "inn", domain: "firm.inn" } },
      },
    },
  ],
  upload: { stores: ["warehouse"] },
});

beforeAll(async () => {
  installation = await openInstallation("keys", {
    source: `create table firm (inn text, owner text, phone text);
      insert into firm select n, 'Owner ' || n, '+7916' || n from unnest(array['${numbers.join("','")}']) n`,
  });
  const { records, config, context } = installation;
  services = {
    ...context.drivers,
    config,
    db: records.db,
    masterKey: await openMasterKey(config.data.masterKey, records.db.workspace),
    // What these operations never ask for.
    get accounts(): never {
      throw new Error("no accounts here");
    },
    get data(): never {
      throw new Error("no data here");
    },
    get previews(): never {
      throw new Error("no previews here");
    },
    get python(): never {
      throw new Error("no Python here");
    },
    clock: systemClock,
    network: { privateHosts: "all" },
    enqueueRun: async () => undefined,
    enqueueMove: async () => undefined,
  };
  administrator = await actor("database-administrator");
});
afterAll(() => installation.close());

async function actor(role: Role): Promise<Actor> {
  return { userId: await installation.records.user(role), name: role, email: `${role}@example.org`, role };
}

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  input: z.input<I>,
  who: Actor = administrator,
) {
  const request = { services, actor: who, origin: { local: false }, signal: AbortSignal.timeout(60_000) };
  return perform(operation, request, input);
}

const failing = (code: string) => expect.objectContaining({ code });

const ids = new Map<string, { readonly moduleId: string; readonly revisionId: string }>();

/** Publishes the next version of a module; answers its rows, by source order of nothing: sorted. */
async function publish(module: string) {
  const { records, context, warehouse } = installation;
  const id = ids.get(module) ?? (await installation.approved(documentOf(module)));
  ids.set(module, id);
  const run = await records.db.runs.create({ ...id, kind: "publication" });
  await executeRun(context, run.id, runPipeline);
  expect((await records.db.runs.get(run.id))?.error).toBeUndefined();
  const version = await records.db.versions.latest(module);
  const schemas = await installation.warehouseSchemas();
  const schema = schemas.find((name) => name.includes(module) && name.endsWith(`_v${version?.number}`));
  const rows = await statement(warehouse.url, `select inn, owner, phone from "${schema}".firm order by inn`);
  return { number: version?.number ?? 0, rows, inns: rows.map((row) => String(row.inn)) };
}

test("the way of a shared domain's keys", async () => {
  // Nobody was admitted: each module has pseudonyms of its own.
  const apart = [await publish("bank"), await publish("tax")];
  expect(apart[0]?.inns.filter((inn) => apart[1]?.inns.includes(inn))).toEqual([]);

  for (const module of ["bank", "tax"]) await ask(admitModule, { domain: "firm.inn", module });
  const [bank, tax] = [await publish("bank"), await publish("tax")];
  expect(bank.inns).toEqual(tax.inns);
  expect(bank.inns).not.toEqual(apart[0]?.inns);
  // The other domain stays each one's own.
  expect(
    bank.rows.map((row) => row.owner).filter((owner) => tax.rows.some((row) => row.owner === owner)),
  ).toEqual([]);
  const listed = (await ask(listDomains, {})).find(({ name }) => name === "firm.inn");
  expect(listed?.admitted.map(({ module }) => module)).toEqual(["bank", "tax"]);
  const firstKey = listed?.keys[0]?.id ?? "";

  const reason = "A court asked for these firms, case 17.";
  const back = await ask(reIdentify, {
    module: "bank",
    number: bank.number,
    table: "firm",
    column: "inn",
    values: bank.inns,
    reason,
  });
  expect(back.values.map(({ original }) => original).sort()).toEqual([...numbers].sort());
  const owners = bank.rows.map((row) => String(row.owner));
  const named = await ask(reIdentify, {
    module: "bank",
    number: bank.number,
    table: "firm",
    column: "owner",
    values: [...owners, "nonsense"],
    reason,
  });
  // In the form that the domain gives to names.
  expect(named.values.map(({ original }) => original).sort()).toEqual(
    [...numbers.map((one) => `owner ${one}`), null].sort(),
  );

  const changed = await ask(rotateKey, { domain: "firm.inn" });
  expect([...changed.runAgain].sort()).toEqual(["bank", "tax"]);
  expect(changed.keyId).not.toBe(firstKey);
  const renewed = await publish("bank");
  expect(renewed.inns.filter((inn) => tax.inns.includes(inn))).toEqual([]);
  // Versions under the retired key still have a way back, by that key.
  const old = await ask(reIdentify, {
    module: "tax",
    number: tax.number,
    table: "firm",
    column: "inn",
    values: tax.inns,
    reason,
  });
  expect(old.values.map(({ original }) => original).sort()).toEqual([...numbers].sort());

  await expect(
    ask(destroyKey, { domain: "firm.inn", keyId: changed.keyId ?? "", confirm: "firm.inn" }),
  ).rejects.toThrow(failing("key-active"));
  await expect(ask(destroyKey, { domain: "firm.inn", keyId: firstKey, confirm: "firm" })).rejects.toThrow(
    failing("request-invalid"),
  );
  const destroyed = await ask(destroyKey, { domain: "firm.inn", keyId: firstKey, confirm: "firm.inn" });
  expect(destroyed.versions).toContainEqual({ module: "tax", number: tax.number });
  expect(destroyed.runAgain).toEqual(["tax"]);
  await expect(
    ask(reIdentify, {
      module: "tax",
      number: tax.number,
      table: "firm",
      column: "inn",
      values: tax.inns,
      reason,
    }),
  ).rejects.toThrow(failing("not-found"));

  await ask(dismissModule, { domain: "firm.inn", module: "tax" });
  const dismissed = await publish("tax");
  expect(dismissed.inns).toEqual(apart[1]?.inns);
});

test("re-identification asks for the permission, a reason and a rule with a way back, and is in the audit without values", async () => {
  const { db } = installation.records;
  const number = (await db.versions.latest("bank"))?.number ?? 0;
  const input = {
    module: "bank",
    number,
    table: "firm",
    column: "inn",
    values: ["7707083893"],
    reason: "Checking the refusal of it.",
  };
  for (const role of ["administrator", "data-engineer", "data-scientist"] as const) {
    await expect(ask(reIdentify, input, await actor(role))).rejects.toThrow(failing("permission-missing"));
  }
  const impersonated = { ...administrator, impersonatedBy: administrator.userId };
  await expect(ask(reIdentify, input, impersonated)).rejects.toThrow(failing("approval-impersonated"));
  await expect(ask(reIdentify, { ...input, reason: "because" })).rejects.toThrow(failing("request-invalid"));
  await expect(ask(reIdentify, { ...input, column: "phone" })).rejects.toThrow(failing("rule-irreversible"));
  await expect(ask(reIdentify, { ...input, column: "none" })).rejects.toThrow(failing("not-found"));
  const entries = await db.audit.list({ subjectKind: "version" });
  expect(entries.filter(({ outcome }) => outcome === "done").length).toBe(3);
  expect(entries.filter(({ outcome }) => outcome === "refused").length).toBeGreaterThanOrEqual(6);
  expect(entries.some(({ detail }) => detail?.reason === "A court asked for these firms, case 17.")).toBe(
    true,
  );
  expect(numbers.filter((value) => JSON.stringify(entries).includes(value))).toEqual([]);
});

test("nobody re-identifies more than twenty times within an hour", async () => {
  const number = (await installation.records.db.versions.latest("bank"))?.number ?? 0;
  const somebody = await actor("database-administrator");
  const input = {
    module: "bank",
    number,
    table: "firm",
    column: "inn",
    values: ["7707083893"],
    reason: "Counting how often it goes.",
  };
  for (let time = 0; time < 20; time++) await ask(reIdentify, input, somebody);
  await expect(ask(reIdentify, input, somebody)).rejects.toThrow(failing("rate-limited"));
});

test("only shared domains and modules that exist are admitted, by a database administrator in person", async () => {
  await expect(ask(admitModule, { domain: "bank/firm.phone", module: "tax" })).rejects.toThrow(
    failing("domain-not-shared"),
  );
  await expect(ask(admitModule, { domain: "firm.inn", module: "nobody" })).rejects.toThrow(
    failing("not-found"),
  );
  await expect(ask(dismissModule, { domain: "firm.inn", module: "nobody" })).rejects.toThrow(
    failing("not-found"),
  );
  await expect(ask(rotateKey, { domain: "never.used" })).rejects.toThrow(failing("not-found"));
});

test("who signs in for another changes no keys", async () => {
  const impersonated = { ...administrator, impersonatedBy: "x" };
  const before = await ask(listDomains, {});
  const domain = "firm.inn";
  const keyId = before.find(({ name }) => name === domain)?.keys[0]?.id ?? "";
  for (const attempt of [
    () => ask(admitModule, { domain, module: "tax" }, impersonated),
    () => ask(dismissModule, { domain, module: "bank" }, impersonated),
    () => ask(rotateKey, { domain }, impersonated),
    () => ask(destroyKey, { domain, keyId, confirm: domain }, impersonated),
  ])
    await expect(attempt()).rejects.toThrow(failing("approval-impersonated"));
  expect(await ask(listDomains, {})).toEqual(before);
});
