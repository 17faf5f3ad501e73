import { prismaAdapter } from "better-auth/adapters/prisma";
import type { PrismaClient } from "./generated/client.ts";

/** The tables of people and sessions as better-auth's database. */
export const authAdapterOf = (client: PrismaClient) => prismaAdapter(client, { provider: "postgresql" });
