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

/** Prisma's codes of a server that is away, closed the connection, or gave none in time. */
const lostCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
const deepestCause = 5;

/** PostgreSQL's own code of a statement that Prisma could not name: shutdowns are 57P0x, broken connections 08. */
function stateOf(error: Prisma.PrismaClientKnownRequestError): string {
  const adapter: unknown = error.meta?.driverAdapterError;
  const cause: unknown = adapter instanceof Error ? adapter.cause : undefined;
  const isTold = typeof cause === "object" && cause !== null && "originalCode" in cause;
  return isTold ? String(cause.originalCode) : "";
}

/** Whether an error, or what caused it, says that the records were out of reach for a moment. */
export function isDatabaseLost(error: unknown, depth = 0): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    if (lostCodes.has(error.code) || /^(?:57P0[123]|08)/.test(stateOf(error))) return true;
  }
  if (!(error instanceof Error) || error.cause === undefined || depth >= deepestCause) return false;
  return isDatabaseLost(error.cause, depth + 1);
}

/** Serialises what decides over a module: saving revisions, approving, publishing. */
export async function lockModule(client: Client, moduleId: string): Promise<void> {
  await client.$queryRaw`select 1 from "module" where "id" = ${moduleId} for update`;
}
