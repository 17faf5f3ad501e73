import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client.ts";

/** A connection pool or a transaction: what a repository works on. */
export type Client = Prisma.TransactionClient;

/** What repositories stand on; `atomic` is a transaction of its own, or the one already open. */
export interface Access {
  readonly client: Client;
  atomic<T>(work: (client: Client) => Promise<T>): Promise<T>;
}

export function createClient(url: string, connections: number): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: connections }) });
}

/** Whether an error says that a unique value exists already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}

/** Serialises what decides over a module: saving revisions, approving, publishing. */
export async function lockModule(client: Client, moduleId: string): Promise<void> {
  await client.$queryRaw`select 1 from "module" where "id" = ${moduleId} for update`;
}
