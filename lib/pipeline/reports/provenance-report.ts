import { createHash } from "node:crypto";
import type { ProvenanceReport } from "#lib/contracts";
import { productName, systemClock } from "#lib/kernel";
import { sql } from "#lib/sql";
import type { RunContext } from "../run-context.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function scripts(context: RunContext): ProvenanceReport["scripts"] {
  return context.request.document.tables.flatMap((table) => [
    ...(table.extraction
      ? [
          {
            table: table.name,
            role: "extract" as const,
            language: table.extraction.language,
            sha256: sha256(table.extraction.script),
          },
        ]
      : []),
    ...(table.transformation
      ? [
          {
            table: table.name,
            role: "transform" as const,
            language: table.transformation.language,
            sha256: sha256(table.transformation.script),
          },
        ]
      : []),
  ]);
}

function packagesOf({ request }: RunContext): Pick<ProvenanceReport, "packages"> {
  const { packages = [], packageLock } = request.document;
  return packages.length > 0 && packageLock ? { packages: [...packageLock.packages] } : {};
}

/** Where a version comes from: sources, scripts, engine, people and keys. */
export async function provenanceReport(
  context: RunContext,
  approval?: { readonly by: string; readonly at: string },
): Promise<ProvenanceReport> {
  const { request, state } = context;
  const engine = await context.engine.rows(sql`select version() as "version"`);
  return {
    runId: request.runId,
    kind: request.kind,
    engine: `DuckDB ${String(engine[0]?.version ?? "")}`,
    product: productName,
    sources: state.sources,
    scripts: scripts(context),
    ...packagesOf(context),
    ...(state.unsandboxed ? { unsandboxed: true } : {}),
    revision: {
      ...(request.facts?.revision ? { number: request.facts.revision } : {}),
      contentHash: context.contentHash,
    },
    startedAt: state.startedAt,
    finishedAt: systemClock.now().toISOString(),
    ...(request.facts?.startedBy ? { startedBy: request.facts.startedBy } : {}),
    ...(request.facts?.environment ? { environment: request.facts.environment } : {}),
    ...(request.facts?.cause ? { cause: request.facts.cause } : {}),
    ...(request.parameters && request.parameters.length > 0 ? { parameters: [...request.parameters] } : {}),
    ...(approval ? { approvedBy: approval.by, approvedAt: approval.at } : {}),
    keyIds: state.keyIds,
  };
}
