import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Manifest } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { croissant, versionJsonLd } from "#lib/linked-data";
import { applyPatterns } from "#lib/metadata";
import { goesOnFrom, watermarks } from "../increments.ts";
import { provenanceReport } from "../reports/provenance-report.ts";
import type { RunContext, Stage } from "../run-context.ts";
import { showCopies } from "../show-copies.ts";
import { manifestTable } from "./upload.ts";

/** The identity of a version: SHA-256 over the RFC 8785 form of its manifest. */
export const versionIdOf = (manifest: Manifest): string =>
  `sha256:${createHash("sha256")
    .update(canonicalize(manifest) ?? "")
    .digest("hex")}`;

function manifestOf(context: RunContext, previous: { readonly versionId: string } | undefined): Manifest {
  const { runId, document, parameters = [], facts } = context.request;
  return {
    format: 1,
    module: document.name,
    tables: context.plan.tables
      .filter((table) => table.publish)
      .map((table) => manifestTable(context, table)),
    contentHash: context.contentHash,
    runId,
    ...(facts?.environment ? { environment: facts.environment } : {}),
    ...(parameters.length > 0 ? { parameters: [...parameters] } : {}),
    ...(previous ? { previous: previous.versionId } : {}),
  };
}

/** Makes the version visible in one transaction, then lets the stores show their copies. */
export const publish: Stage = {
  id: "publish",
  async run(context) {
    const { ports } = context.request;
    const { registry } = ports;
    await ports.journal.assertOwned();
    const approval = await registry.assertApproved(context.contentHash);
    const previous = await registry.previous();
    if (!goesOnFrom(context.state, previous)) throw new AppError("version-conflict");
    const manifest = manifestOf(context, previous);
    const versionId = versionIdOf(manifest);
    const { quality, privacy } = context.state;
    if (!quality || !privacy) throw new TypeError("reports are made by Protect");
    const reports = { quality, privacy, provenance: await provenanceReport(context, approval ?? undefined) };
    const { number } = await registry.publish({
      manifest,
      versionId,
      reports,
      files: context.state.files,
      copies: context.state.copies,
      extraction: extractionScripts(context, manifest),
      watermarks: await watermarks(context),
      describe: (version) => {
        const input = {
          document: applyPatterns(context.kept),
          manifest,
          versionId,
          reports,
          number: version,
          addresses: {
            ...registry.addresses(version),
            ...(previous ? { previous: registry.addresses(previous.number).version } : {}),
          },
        };
        return { jsonld: versionJsonLd(input), croissant: croissant(input) };
      },
    });
    const { copies } = context.state;
    await showCopies(context.request, { module: context.request.document.name, number, manifest, copies });
    context.state.outcome = { number, versionId, manifest, reports };
  },
};

function extractionScripts(context: RunContext, manifest: Manifest) {
  const { ports, runId, signal } = context.request;
  // What the module's own script returned is its effective extraction script; copies of other stores come after it.
  const copies = context.state.copies.filter(({ copy }) => copy.by !== "script");
  const ofStores = copies.flatMap(({ store, copy }) => {
    const bound = ports.stores.find((candidate) => candidate.name === store);
    return manifest.tables.flatMap((table) =>
      (
        bound?.driver.extractionScripts(bound.config, copy, table, {
          module: context.request.document.name,
          store,
          runId,
          signal,
        }) ?? []
      ).map((script) => ({
        table: table.name,
        script,
      })),
    );
  });
  return [...(context.state.returned ?? []), ...ofStores];
}
