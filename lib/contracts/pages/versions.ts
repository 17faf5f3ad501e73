import { z } from "zod";
import { columnTypeSchema } from "../column-type.ts";
import { manifestSchema } from "../manifest.ts";
import { reportsSchema } from "../reports.ts";
import { personSchema } from "./people.ts";
import { notShownSchema } from "./stores.ts";

export const versionSummarySchema = z.object({
  module: z.string(),
  number: z.number().int(),
  /** SHA-256 of the manifest: what a citation names. */
  versionId: z.string(),
  runId: z.string(),
  revision: z.number().int(),
  /** Where it was made; absent: as the document is written. */
  environment: z.string().optional(),
  createdAt: z.iso.datetime(),
  tables: z.number().int(),
  rows: z.number().int(),
  columns: z.number().int(),
  bytes: z.number().int(),
  /** Of its environment. */
  isLatest: z.boolean(),
  /** Somebody wants it kept, whatever retention says. */
  kept: z.boolean(),
  /** Retention has removed its files; its page stays. */
  filesRemovedAt: z.iso.datetime().optional(),
  /** Withdrawn versions that it is made from, directly or through others. */
  madeFromWithdrawn: z.array(z.object({ module: z.string(), number: z.number().int() })).optional(),
  withdrawn: z.object({ at: z.iso.datetime(), by: personSchema.optional(), reason: z.string() }).optional(),
});
export type VersionSummary = z.infer<typeof versionSummarySchema>;

export const versionFileViewSchema = z.object({
  table: z.string(),
  name: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  rows: z.number().int(),
  mediaType: z.string(),
  /** The path of its address, below the product's own. */
  href: z.string(),
});
export type VersionFileView = z.infer<typeof versionFileViewSchema>;

/** How a table of the version is read back; executable as it stands. */
export const extractionViewSchema = z.object({
  table: z.string(),
  language: z.enum(["sql", "python"]),
  source: z.string(),
  text: z.string(),
});

export const versionDetailSchema = versionSummarySchema.extend({
  title: z.string(),
  description: z.string(),
  license: z.string().optional(),
  manifest: manifestSchema,
  reports: reportsSchema,
  files: z.array(versionFileViewSchema),
  extraction: z.array(extractionViewSchema),
  /** Where stores hold copies. */
  copies: z.array(
    z.object({
      store: z.string(),
      bytes: z.number(),
      /** An upload script made it. */
      byScript: z.boolean(),
      notShown: notShownSchema.optional(),
      /** Retention has removed it. */
      removedAt: z.iso.datetime().optional(),
      tables: z.array(z.object({ name: z.string(), location: z.string() })),
    }),
  ),
  /** Absolute address of the version, for snippets and citations. */
  address: z.string(),
  previousNumber: z.number().int().optional(),
  nextNumber: z.number().int().optional(),
  /** Versions of other modules that are made from it, newest first. */
  usedIn: z.array(z.object({ module: z.string(), number: z.number().int() })),
  startedBy: personSchema.optional(),
  approvedBy: personSchema.optional(),
  /** Escaped for a `<script type="application/ld+json">`. */
  embeddedJsonLd: z.string().optional(),
  mayWithdraw: z.boolean(),
  mayKeep: z.boolean(),
});
export type VersionDetail = z.infer<typeof versionDetailSchema>;

/** Rows of a published table, for the grid. Cells are text, numbers, booleans or null; exact numbers and dates are text. */
export const versionRowsSchema = z.object({
  table: z.string(),
  columns: z.array(z.object({ name: z.string(), datatype: columnTypeSchema })),
  rows: z.array(z.array(z.unknown())),
  offset: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type VersionRows = z.infer<typeof versionRowsSchema>;
