import type { ManifestTable } from "#lib/contracts";
import type { UploadScriptDocument } from "#lib/metadata";
import type { UploadSession } from "#lib/stores";
import type { RunContext } from "../../run-context.ts";
import type { ReturnedScripts } from "./returned-scripts.ts";

/** A published table and the record's file of it. */
export interface RecordFile {
  readonly table: ManifestTable;
  readonly path: string;
}

/** Runs a script of one language in its session and answers what it returned. */
export type UploadRunner = (
  context: RunContext,
  upload: {
    readonly script: UploadScriptDocument;
    readonly session: UploadSession;
    readonly files: readonly RecordFile[];
  },
) => Promise<ReturnedScripts>;
