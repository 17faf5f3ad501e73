import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { answerJson, mariadbOr, s3Or, startHttpServer, type TestHttpServer } from "#lib/testing";
import { draftOf, openText, replaceText, saveRevision } from "./editor.ts";
import { signIn } from "./people.ts";

const stops: (() => Promise<unknown>)[] = [];
test.afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** A server that the machine lacks skips the test with the reason. */
const needs = {
  skip: (reason: string): never => {
    test.skip(true, reason);
    throw new Error(reason);
  },
};

async function parquet(file: string, select: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`copy (${select}) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

/** Orders in MariaDB, cities in a folder of Parquet on S3, rates from an API of three pages. */
async function startSources() {
  const database = await mariadbOr(needs);
  stops.push(() => database.stop());
  const bucket = await s3Or(needs);
  stops.push(() => bucket.stop());
  const api: TestHttpServer = await startHttpServer();
  stops.push(() => api.close());
  await database.admin.query(`
    create table orders (id int primary key, city_id int not null, currency char(3) not null, amount decimal(12,2) not null);
    insert into orders select seq, 1 + seq % 10, elt(1 + seq % 3, 'RUB', 'USD', 'CNY'), seq * 1.10 from seq_1_to_900;`);
  for (const part of [0, 1])
    await parquet(
      path.join(bucket.folder, `cities/part=${part}/cities.parquet`),
      `select range::int as city_id, 'Город ' || range as city from range(${1 + part * 5}, ${6 + part * 5})`,
    );
  const rates = [
    { currency: "RUB", rate: 1 },
    { currency: "USD", rate: 90.5 },
    { currency: "CNY", rate: 12.25 },
  ];
  api.routes.set("/v1/rates", (request, response, url) => {
    const number = Number(url.searchParams.get("page") ?? 1);
    answerJson({ items: rates.slice(number - 1, number) })(request, response, url);
  });
  return { database, bucket, api };
}

const script = `def transform(df, cities, rates):
    joined = df.merge(cities, on="city_id").merge(rates, on="currency")
    joined["amount_rub"] = joined["amount"].astype(float) * joined["rate"].astype(float)
    return joined[["id", "city", "currency", "amount", "amount_rub"]]
`;

const field = (within: Page | Locator, label: string) => within.getByLabel(label, { exact: true });

async function addPlace(
  page: Page,
  what: "source" | "store",
  kind: string,
  name: string,
  fill: () => Promise<void>,
) {
  await page.goto(`/${what}s/new`);
  await page.getByRole("radio", { name: kind, exact: true }).check({ force: true });
  await field(page, "Name").first().fill(name);
  await fill();
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("It answers")).toBeVisible();
  await page.getByRole("button", { name: what === "source" ? "Add source" : "Add store" }).click();
  await expect(page).toHaveURL(`/${what}s/${name}`);
}

test("MariaDB, a folder of Parquet and an API are joined with pandas, and published to S3 and PostgreSQL", async ({
  page,
}) => {
  test.setTimeout(480_000);
  const { database, bucket, api } = await startSources();
  await signIn(page, "administrator");
  const { endpoint, bucket: bucketName, accessKeyId, secretAccessKey } = bucket.connection;
  const fillBucket = async () => {
    await field(page, "Endpoint").fill(endpoint);
    await field(page, "Bucket").fill(bucketName);
    await field(page, "Access key id").fill(accessKeyId);
    await field(page, "Secret access key").fill(secretAccessKey);
  };
  await addPlace(page, "source", "MySQL, MariaDB", "sales", async () => {
    await field(page, "Host").fill(database.host);
    await field(page, "Port").fill(String(database.port));
    await field(page, "Database").fill(database.database);
    await field(page, "User").fill(database.user);
    await field(page, "Password").fill(database.password);
  });
  await addPlace(page, "source", "S3 objects", "lake", async () => {
    await fillBucket();
    await field(page, "Table").fill("cities");
    await field(page, "Key or pattern").fill("cities/part=*/*.parquet");
  });
  await addPlace(page, "source", "HTTP API", "rates", async () => {
    await field(page, "Base address").fill(`${api.url}/v1`);
    await field(page, "Table").fill("rates");
    await field(page, "Path").fill("rates");
    await field(page, "Place of the records").fill("items");
    await field(page, "Pages").selectOption({ label: "By number" });
  });
  await addPlace(page, "store", "S3", "lakehouse", fillBucket);

  const module = "joined";
  await signIn(page, "data-engineer");
  await page.goto("/modules/new");
  await field(page, "Source").selectOption({ label: "sales" });
  await page.getByRole("checkbox", { name: "orders" }).check({ force: true });
  await field(page, "Name").fill(module);
  await page.getByRole("button", { name: "Propose a document" }).click();
  await expect(page.getByText(/rows looked at/).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Create module" }).click();
  await expect(page).toHaveURL(new RegExp(`/modules/${module}/edit`), { timeout: 60_000 });
  for (const [source, table] of [
    ["lake", "cities"],
    ["rates", "rates"],
  ] as const) {
    await page.getByRole("button", { name: "Add tables" }).first().click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Source").selectOption({ label: source });
    await dialog.getByRole("checkbox", { name: table }).check({ force: true, timeout: 30_000 });
    await dialog.getByRole("button", { name: "Look at their rows" }).click();
    await dialog.getByRole("button", { name: /^Add \d/ }).click({ timeout: 60_000 });
    await expect(dialog).toHaveCount(0);
  }
  await page.goto(`/modules/${module}/edit?view=columns&node=orders`);
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  const transformation = inspector.locator("[data-section=transformation]");
  await transformation.getByLabel("Language").selectOption({ label: "Python" });
  await transformation.getByRole("button", { name: "Write a script" }).click();
  const dialog = page.getByRole("dialog", { name: /Transformation/ });
  await expect(dialog.locator(".view-lines")).toBeVisible();
  await replaceText(page, script);
  await expect(dialog.locator(".view-lines")).toContainText("amount_rub");
  // The first script has pandas installed, which may take longer than an answer may: whoever waits asks again.
  await expect(async () => {
    await dialog.getByRole("button", { name: "Run on a sample" }).click();
    await expect(dialog.getByRole("region", { name: "Out" })).toContainText("all 900 rows", {
      timeout: 60_000,
    });
  }).toPass({ timeout: 240_000 });
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  // What the script makes is described as text, and what it is made of stays inside.
  const draft = await draftOf(page, module);
  const open = (name: string, datatype: string) => ({ name, datatype, privacyClass: "insensitive" });
  const tables = draft.tables.map((table) =>
    table.name === "orders"
      ? {
          ...table,
          columns: [
            ...table.columns.filter(({ name }) => name === "id" || name === "currency"),
            open("city", "string"),
            open("amount", "decimal(12,2)"),
            open("amount_rub", "float"),
          ],
        }
      : { ...table, publish: false },
  );
  await openText(page, module);
  await replaceText(
    page,
    JSON.stringify({ ...draft, tables, upload: { stores: ["lakehouse", "postgres"] } }),
  );
  await saveRevision(page, "Orders in roubles", true);

  await signIn(page, "database-administrator");
  await page.getByRole("link", { name: new RegExp(`Review ${module}`) }).click();
  await expect(page.getByRole("button", { name: "Approve" })).toBeVisible();
  for (const box of await page.locator("main").getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await expect(page.locator("main h1").getByText("Approved")).toBeVisible();

  await signIn(page, "data-engineer");
  await page.goto(`/modules/${module}`);
  await page.getByRole("button", { name: "Publish version" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish version" }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.locator("main h1").getByText("Succeeded")).toBeVisible({ timeout: 150_000 });

  await page.goto(`/modules/${module}/versions/1?tab=files`);
  await expect(page.getByText("900").first()).toBeVisible();
  for (const store of ["lakehouse", "postgres"]) await expect(page.getByText(store).first()).toBeVisible();
  const objects = await readdir(bucket.folder, { recursive: true });
  expect(objects.some((name) => name.endsWith("orders.parquet"))).toBe(true);
});
