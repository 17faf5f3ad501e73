import { z } from "zod";
import { can } from "#lib/access";
import { type VersionDetail, versionDetailSchema } from "#lib/contracts";
import type { VersionRecord } from "#lib/db/server";
import { defineOperation } from "../core/operation.ts";
import type { Services } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { versionAddresses } from "../run-ports/index.ts";
import { notShownView } from "../stores/held-version.ts";
import { peopleOf, personOf } from "../views/people.ts";
import { versionView } from "../views/version-view.ts";
import { versionInput, versionOf } from "./version-of.ts";

const copySchema = z.object({
  by: z.literal("script").optional(),
  tables: z.array(z.object({ name: z.string(), location: z.string(), bytes: z.number() })),
});

function copiesOf({ copies, withdrawnAt }: VersionRecord): VersionDetail["copies"] {
  return copies.map(({ store, copy, removedAt, shownAt, showTriedAt, showFailure }) => {
    const { by, tables = [] } = copySchema.safeParse(copy).data ?? {};
    return {
      store,
      bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
      byScript: by === "script",
      notShown:
        shownAt === undefined && withdrawnAt === undefined
          ? notShownView({ triedAt: showTriedAt, failure: showFailure })
          : undefined,
      removedAt: removedAt?.toISOString(),
      tables: tables.map(({ name, location }) => ({ name, location })),
    };
  });
}

/** Scripts that still find something: what reads a copy that retention has removed is left out. */
function extractionOf({ copies, extraction }: VersionRecord): VersionDetail["extraction"] {
  const removed = new Set(
    copies.filter(({ removedAt }) => removedAt !== undefined).map(({ store }) => store),
  );
  return extraction.filter(({ source }) => !removed.has(source));
}

/** JSON-LD as it may stand inside a `<script>`; left out where it would make the page heavy. */
const embedded = (jsonLd: string | undefined): string | undefined =>
  jsonLd === undefined || jsonLd.length > 200_000
    ? undefined
    : jsonLd.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

function filesOf(version: VersionRecord): VersionDetail["files"] {
  const path = versionAddresses("", version.module, version.number);
  return version.files.map((file) => ({
    ...file,
    rows: version.manifest.tables.find((table) => table.file === file.name)?.counts.published ?? 0,
    mediaType: "application/vnd.apache.parquet",
    href: path.file(file.name),
  }));
}

async function neighbours({ db }: Services, { module, number, environment }: VersionRecord) {
  const beside = (await db.versions.list(module)).filter((one) => one.environment === environment);
  const numbers = beside.map((version) => version.number);
  return {
    previousNumber: Math.max(0, ...numbers.filter((one) => one < number)) || undefined,
    nextNumber: numbers.filter((one) => one > number).sort((a, b) => a - b)[0],
  };
}

/** Everything the page of a version shows; withdrawn ones too, without their data. */
export const getVersion = defineOperation({
  id: "get-version",
  title: { en: "See a version", ru: "Просмотр версии" },
  permission: "versions:read",
  input: z.strictObject(versionInput),
  output: versionDetailSchema,
  run: async ({ services, actor }, input) => {
    const { db, config } = services;
    const version = await versionOf(services, input);
    const { module, number } = version;
    const revision = await db.revisions.getById(version.revisionId);
    const run = await db.runs.get(version.runId);
    const decision = await db.reviews.decision(version.revisionId, version.environment);
    const people = await peopleOf(db, [version.withdrawnBy, run?.requestedBy, decision?.reviewerId]);
    const document = readDocument(revision?.document);
    return {
      ...versionView(
        {
          ...version,
          bytes: version.files.reduce((total, file) => total + file.bytes, 0),
          revision: revision?.number ?? 0,
          isLatest: (await db.versions.latest(module, version.environment))?.number === number,
        },
        people,
        await db.versions.madeFromWithdrawn([version.id]),
      ),
      usedIn: [...((await db.versions.madeFrom([version.id])).get(version.id) ?? [])],
      title: document?.title ?? "",
      description: document?.description ?? "",
      license: document?.license,
      manifest: version.manifest,
      reports: version.reports,
      files: filesOf(version),
      extraction: extractionOf(version),
      copies: copiesOf(version),
      address: versionAddresses(config.web.baseUrl, module, number).version,
      ...(await neighbours(services, version)),
      startedBy: personOf(people, run?.requestedBy),
      approvedBy: personOf(people, decision?.reviewerId),
      embeddedJsonLd: embedded((await db.versions.metadata(module, number))?.jsonLd),
      mayKeep: can(actor.role, "versions:withdraw"),
      mayWithdraw: version.withdrawnAt === undefined && can(actor.role, "versions:withdraw"),
    };
  },
});
