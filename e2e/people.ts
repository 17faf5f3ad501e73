import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";

const usersSchema = z.array(
  z.object({ role: z.string(), name: z.string(), email: z.string(), password: z.string() }),
);

export type RoleName = "administrator" | "data-engineer" | "database-administrator" | "data-scientist";

/** The demo people of the product under test, from its data folder. */
function person(role: RoleName) {
  const folder = process.env.ETLX_E2E_DATA_DIR;
  if (!folder) throw new Error("ETLX_E2E_DATA_DIR must name the data folder of the product under test.");
  const users = usersSchema.parse(JSON.parse(readFileSync(path.join(folder, "demo-users.json"), "utf8")));
  const found = users.find((user) => user.role === role);
  if (!found) throw new Error(`There is no demo user with the role ${role}.`);
  return found;
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;
/** Sessions of this process by role: a person stays signed in from one test to the next. */
const sessions = new Map<RoleName, Cookies>();

/** Signs somebody in: by the form as a person would, then by the session that this gave, as long as it holds. */
export async function signIn(page: Page, role: RoleName): Promise<void> {
  await page.context().clearCookies();
  const kept = sessions.get(role);
  if (kept) {
    await page.context().addCookies(kept);
    await page.goto("/");
    if (new URL(page.url()).pathname === "/") return;
    await page.context().clearCookies();
  }
  await signInByForm(page, role);
  sessions.set(role, await page.context().cookies());
}

async function signInByForm(page: Page, role: RoleName): Promise<void> {
  const { email, password } = person(role);
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  // An account takes ten sign-ins a minute: whoever comes eleventh tries again a little later.
  await expect(async () => {
    await page.locator("form button[type=submit]").click();
    await expect(page).toHaveURL("/", { timeout: 8_000 });
  }).toPass({ timeout: 80_000, intervals: [10_000] });
}
