import { createHash } from "node:crypto";
import { betterAuth } from "better-auth";
import { createAccessControl } from "better-auth/plugins/access";
import { admin } from "better-auth/plugins/admin";
import { defaultStatements } from "better-auth/plugins/admin/access";
import type { Database } from "#lib/db/server";

/** The header that carries the key of a rate limit; the route sets it, whatever a client sent. */
export const rateLimitHeader = "x-etlx-rate-limit";

/**
 * Attempts are counted per account: behind `next start` nobody can tell a client's true address from one it wrote itself.
 * The library keys its limits by address, so an account becomes one, in the range for private use (RFC 4193).
 */
export function rateLimitAddress(account: string): string {
  const digest = createHash("sha256").update(account.trim().toLowerCase()).digest("hex");
  const groups = digest.slice(0, 28).match(/.{4}/g) ?? [];
  return `fd00:${groups.join(":")}`;
}

const access = createAccessControl(defaultStatements);
/** Roles as the library knows them: what it may do for an administrator is sign in as somebody; all else is operations. */
const mayNothing = access.newRole({ user: [], session: [] });
const mayImpersonate = access.newRole({ user: ["impersonate"], session: [] });

/** Everything the library would do beside our operations, and so without their permissions and audit. */
const disabledPaths = [
  "/sign-up/email",
  "/admin/create-user",
  "/admin/update-user",
  "/admin/set-role",
  "/admin/ban-user",
  "/admin/unban-user",
  "/admin/remove-user",
  "/admin/set-user-password",
  "/admin/list-users",
  "/admin/get-user",
  "/admin/list-user-sessions",
  "/admin/revoke-user-session",
  "/admin/revoke-user-sessions",
  "/delete-user",
  "/change-email",
  "/request-password-reset",
  "/reset-password",
];

/** An address that a browser may open this installation under: loopback has two names. */
export function trustedOrigins(baseUrl: string): string[] {
  const { protocol, hostname, port } = new URL(baseUrl);
  const tail = port === "" ? "" : `:${port}`;
  const loopback = ["127.0.0.1", "localhost"];
  const hosts = loopback.includes(hostname) ? loopback : [hostname];
  return hosts.map((host) => `${protocol}//${host}${tail}`);
}

export interface AuthOptions {
  readonly db: Pick<Database, "authAdapter" | "audit">;
  readonly secret: string;
  readonly baseUrl: string;
}

const day = 86_400;

/** The sign-in library on our records: passwords and sessions. Nobody signs up; every request asks the database. */
export function createAuth({ db, secret, baseUrl }: AuthOptions) {
  return betterAuth({
    appName: "ETL-Express",
    baseURL: baseUrl,
    basePath: "/api/auth",
    secret,
    database: db.authAdapter,
    trustedOrigins: trustedOrigins(baseUrl),
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
    },
    session: { expiresIn: 7 * day, updateAge: day, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 600,
      customRules: { "/sign-in/email": { window: 60, max: 10 }, "/change-password": { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: "etlx",
      useSecureCookies: baseUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, path: "/" },
      ipAddress: { ipAddressHeaders: [rateLimitHeader], ipv6Subnet: 128 },
      database: { generateId: "uuid" },
    },
    disabledPaths,
    databaseHooks: {
      session: {
        create: {
          after: async (session) => {
            const impersonatedBy = "impersonatedBy" in session ? session.impersonatedBy : undefined;
            await db.audit.append({
              actorId: session.userId,
              impersonatedBy: typeof impersonatedBy === "string" ? impersonatedBy : undefined,
              action: typeof impersonatedBy === "string" ? "impersonate" : "sign-in",
              subjectKind: "user",
              subject: session.userId,
              outcome: "done",
            });
          },
        },
      },
    },
    plugins: [
      admin({
        ac: access,
        defaultRole: "data-scientist",
        adminRoles: ["administrator"],
        impersonationSessionDuration: 3600,
        roles: {
          administrator: mayImpersonate,
          "data-engineer": mayNothing,
          "database-administrator": mayNothing,
          "data-scientist": mayNothing,
        },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;
