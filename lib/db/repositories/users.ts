import { parseRole, type Role } from "#lib/access";
import { AppError } from "#lib/kernel";
import type { Client } from "../client.ts";

/** A person. Passwords and sessions are the sign-in library's. */
export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Absent: may do nothing. */
  readonly role: Role | undefined;
  readonly disabled: boolean;
  readonly createdAt: Date;
}

export interface UserRepository {
  list(): Promise<readonly UserRecord[]>;
  get(id: string): Promise<UserRecord | undefined>;
  /** Letter case of addresses does not count. */
  findByEmail(email: string): Promise<UserRecord | undefined>;
  /** Names for ids, to show who did what. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  count(): Promise<number>;
  /** @throws AppError `not-found` */
  setRole(id: string, role: Role): Promise<void>;
  /** Disabling ends the user's sessions. @throws AppError `not-found` */
  setDisabled(id: string, disabled: boolean): Promise<void>;
  endSessions(id: string): Promise<number>;
}

interface UserRow {
  id: string;
  name: string;
  email: string;
  role: string | null;
  banned: boolean | null;
  createdAt: Date;
}

const toUser = (row: UserRow): UserRecord => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: parseRole(row.role),
  disabled: row.banned === true,
  createdAt: row.createdAt,
});

export function userRepository(client: Client): UserRepository {
  const change = async (id: string, data: { role?: string; banned?: boolean }): Promise<void> => {
    const { count } = await client.user.updateMany({ where: { id }, data });
    if (count === 0) throw new AppError("not-found", { what: "user", name: id });
  };
  const endSessions = async (userId: string) =>
    (await client.session.deleteMany({ where: { userId } })).count;
  return {
    list: async () => (await client.user.findMany({ orderBy: { name: "asc" } })).map(toUser),
    get: async (id) => {
      const row = await client.user.findUnique({ where: { id } });
      return row === null ? undefined : toUser(row);
    },
    findByEmail: async (email) => {
      const row = await client.user.findUnique({ where: { email: email.toLowerCase() } });
      return row === null ? undefined : toUser(row);
    },
    names: async (ids) => {
      const rows = await client.user.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, name: true },
      });
      return new Map(rows.map((row) => [row.id, row.name]));
    },
    count: () => client.user.count(),
    setRole: (id, role) => change(id, { role }),
    setDisabled: async (id, disabled) => {
      await change(id, { banned: disabled });
      if (disabled) await endSessions(id);
    },
    endSessions,
  };
}
