import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Role } from "#lib/access";
import { type Actor, createUser, perform, type Services, setUp } from "#lib/operations/server";

const userSchema = z.object({
  role: z.string(),
  name: z.string(),
  email: z.email(),
  password: z.string().min(12),
});
type DemoUser = z.infer<typeof userSchema> & { readonly role: Role };

const people: readonly { readonly role: Role; readonly name: string; readonly email: string }[] = [
  { role: "administrator", name: "Ada Admin", email: "administrator@example.com" },
  { role: "data-engineer", name: "Enno Engineer", email: "engineer@example.com" },
  { role: "database-administrator", name: "Dora Database", email: "dba@example.com" },
  { role: "data-scientist", name: "Sina Scientist", email: "scientist@example.com" },
];

/** Passwords stand in a file before an account has them, so that an interruption loses none. */
async function passwordsIn(file: string): Promise<readonly (DemoUser & { readonly isNew: boolean })[]> {
  const known = await readFile(file, "utf8").catch(() => undefined);
  const before = known === undefined ? [] : z.array(userSchema).parse(JSON.parse(known));
  const users = people.map((person) => ({
    ...person,
    password:
      before.find(({ email }) => email === person.email)?.password ?? randomBytes(12).toString("base64url"),
  }));
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(users, undefined, 2)}\n`, { mode: 0o600 });
  await rename(fresh, file);
  return users.map((user) => ({ ...user, isNew: !before.some(({ email }) => email === user.email) }));
}

export type Demo = Readonly<Record<Role, Actor>>;

/** One demo person a role, each with a random password of the file. */
export async function ensureUsers(services: Services, file: string): Promise<Demo> {
  const signal = new AbortController().signal;
  const origin = { local: true };
  let administrator: Actor | undefined;
  const actors: Partial<Record<Role, Actor>> = {};
  for (const { role, name, email, password, isNew } of await passwordsIn(file)) {
    const known = await services.db.users.findByEmail(email);
    if (known !== undefined) {
      // The file was lost, and with it the password.
      if (isNew) await services.accounts.setPassword(known.id, password);
    } else if (administrator === undefined && (await services.db.users.count()) === 0) {
      await perform(setUp, { services, origin, signal, actor: undefined }, { name, email, password });
    } else if (administrator !== undefined) {
      await perform(
        createUser,
        { services, origin, signal, actor: administrator },
        { name, email, password, role },
      );
    } else await services.accounts.create({ name, email, password, role });
    const user = await services.db.users.findByEmail(email);
    if (user === undefined) throw new Error("an account that was just made is not there");
    const actor: Actor = { userId: user.id, name, email, role };
    actors[role] = actor;
    administrator ??= actor;
  }
  return requireAll(actors);
}

function requireAll(actors: Partial<Record<Role, Actor>>): Demo {
  const of = (role: Role): Actor => {
    const actor = actors[role];
    if (actor === undefined) throw new Error(`the demo has nobody in the role ${role}`);
    return actor;
  };
  return {
    administrator: of("administrator"),
    "data-engineer": of("data-engineer"),
    "database-administrator": of("database-administrator"),
    "data-scientist": of("data-scientist"),
  };
}
