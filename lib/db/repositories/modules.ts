import { z } from "zod";
import { AppError } from "#lib/kernel";
import { type Access, type Client, isUniqueViolation } from "../client.ts";
import { toJsonText } from "../json-text.ts";

export interface ModuleRecord {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly createdBy: string | undefined;
  readonly createdAt: Date;
  readonly archivedAt: Date | undefined;
}

export interface ModuleRepository {
  list(options?: { readonly archived?: boolean }): Promise<readonly ModuleRecord[]>;
  get(name: string): Promise<ModuleRecord | undefined>;
  getById(id: string): Promise<ModuleRecord | undefined>;
  /** Makes the module and its first draft, edited by its maker. @throws AppError `name-taken` */
  create(module: {
    readonly name: string;
    readonly title?: string;
    readonly document: unknown;
    readonly createdBy: string;
  }): Promise<ModuleRecord>;
  setTitle(name: string, title: string): Promise<void>;
  archive(name: string): Promise<void>;
  restore(name: string): Promise<void>;
  /** @throws AppError `module-archived` */
  assertActive(id: string): Promise<void>;
}

interface ModuleRow {
  id: string;
  name: string;
  title: string;
  createdBy: string | null;
  createdAt: Date;
  archivedAt: Date | null;
}

const toModule = (row: ModuleRow): ModuleRecord => ({
  ...row,
  createdBy: row.createdBy ?? undefined,
  archivedAt: row.archivedAt ?? undefined,
});

/** A document as it was written: drafts may be half-finished, so any JSON. */
export const documentSchema = z.unknown();

/** @throws AppError `not-found` */
export async function moduleIdOf(client: Client, name: string): Promise<string> {
  const row = await client.module.findUnique({ where: { name }, select: { id: true } });
  if (row === null) throw new AppError("not-found", { what: "module", name });
  return row.id;
}

/** Nothing of an archived module runs or is published. @throws AppError `module-archived` */
export async function assertActiveIn(client: Client, id: string): Promise<void> {
  const archived = await client.module.findFirst({
    where: { id, archivedAt: { not: null } },
    select: { name: true },
  });
  if (archived !== null) throw new AppError("module-archived", { module: archived.name });
}

export function moduleRepository({ client, atomic }: Access): ModuleRepository {
  const change = async (name: string, data: { title?: string; archivedAt?: Date | null }): Promise<void> => {
    const { count } = await client.module.updateMany({ where: { name }, data });
    if (count === 0) throw new AppError("not-found", { what: "module", name });
  };
  return {
    list: async ({ archived = false } = {}) => {
      const where = archived ? {} : { archivedAt: null };
      return (await client.module.findMany({ where, orderBy: { name: "asc" } })).map(toModule);
    },
    get: async (name) => {
      const row = await client.module.findUnique({ where: { name } });
      return row === null ? undefined : toModule(row);
    },
    getById: async (id) => {
      const row = await client.module.findUnique({ where: { id } });
      return row === null ? undefined : toModule(row);
    },
    create: ({ name, title = "", document, createdBy }) =>
      atomic(async (tx) => {
        try {
          const draft = { document: toJsonText(document), updatedBy: createdBy };
          const row = await tx.module.create({
            data: {
              name,
              title,
              createdBy,
              draft: { create: draft },
              edits: { create: { userId: createdBy } },
            },
          });
          return toModule(row);
        } catch (error) {
          if (isUniqueViolation(error)) throw new AppError("name-taken", { name }, { cause: error });
          throw error;
        }
      }),
    setTitle: (name, title) => change(name, { title }),
    archive: (name) => change(name, { archivedAt: new Date() }),
    restore: (name) => change(name, { archivedAt: null }),
    assertActive: (id) => assertActiveIn(client, id),
  };
}
