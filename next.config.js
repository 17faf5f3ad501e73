import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/web/i18n.ts");

/** Sent with everything; the content security policy needs a nonce and comes from `proxy.ts`. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  reactCompiler: true,
  // Texts come compiled (lib/web/compiled-messages.ts), so their parser stays out of the pages.
  turbopack: {
    resolveAlias: {
      "use-intl/format-message": "./node_modules/use-intl/dist/esm/production/format-message/format-only.js",
    },
  },
  // The engine is never loaded here; what talks to PostgreSQL stays as installed.
  serverExternalPackages: [
    "@duckdb/node-api",
    "@prisma/adapter-pg",
    "@prisma/client",
    "pg",
    "pg-boss",
    "pino",
  ],
  // Types are checked by `tsc` in CI, tests included; a start on a user's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    serverActions: { bodySizeLimit: "16mb" },
    // A version is built once: what would be kept for another build takes a quarter of the time, and half a gigabyte.
    turbopackFileSystemCacheForBuild: false,
  },
  headers: async () => [{ source: "/:path*", headers }],
};

export default withNextIntl(nextConfig);
