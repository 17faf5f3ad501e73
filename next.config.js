import createNextIntlPlugin from "next-intl/plugin";

// Texts are compiled into trees when the pages are built: browsers need no parser for them.
const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/web/i18n.ts",
  experimental: {
    messages: {
      path: "./lib/web/messages",
      format: "json",
      locales: ["en", "ru"],
      sourceLocale: "en",
      precompile: true,
    },
  },
});

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
  experimental: { serverActions: { bodySizeLimit: "16mb" } },
  headers: async () => [{ source: "/:path*", headers }],
};

export default withNextIntl(nextConfig);
