import { readFile } from "node:fs/promises";
import path from "node:path";
import { config } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { openServices } from "#lib/operations/server";
import { ensurePlaces } from "./seeding/demo-places.ts";
import { ensureUsers } from "./seeding/demo-users.ts";
import { publishDemo } from "./seeding/publish-demo.ts";
import { reportResult, reportStep } from "./seeding/report.ts";
import { ensureShop } from "./shop/ensure-shop.ts";

/**
 * Makes the demo beside our database: a source, people with roles, stores, the module and its first version. Every step
 * looks first, so that it can be started again after any interruption. Started by `npm start`; the worker runs meanwhile.
 */
const demoOrders = 20_000;
const documentFile = new URL("../../public/examples/shop.module.jsonld", import.meta.url);

async function seed(): Promise<void> {
  const settings = config();
  if (!settings.demo) throw new AppError("setting-invalid", { setting: "ETLX_DEMO", detail: "1" });
  const shop = await ensureShop({
    adminUrl: settings.databaseUrl,
    passwordFile: path.join(settings.data.root, "demo-shop.json"),
    orders: demoOrders,
    onProgress: (table, done, total) => reportStep("Making demo data", table, done / total),
  });
  reportStep("Making demo users and places");
  const services = await openServices(settings);
  try {
    const demo = await ensureUsers(services, settings.data.demoUsers);
    await ensurePlaces(services, demo.administrator, shop, settings);
    const document: unknown = JSON.parse(await readFile(documentFile, "utf8"));
    reportResult(await publishDemo(services, demo, document));
  } finally {
    await services.close();
  }
}

try {
  await seed();
  process.exit(0);
} catch (error) {
  const said = error instanceof AppError || error instanceof Error ? error.message : "unknown";
  process.stderr.write(`${said}\n`);
  process.exit(1);
}
