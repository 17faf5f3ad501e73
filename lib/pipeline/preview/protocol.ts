import type { Preview, PythonPolicy } from "#lib/contracts";
import type { NetworkPolicy } from "#lib/network";
import type { ScriptOutput } from "../ports.ts";
import type {
  MadeClusterRequest,
  MadeClusters,
  MadeProfile,
  PreviewRequest,
  TableRequest,
} from "./preview-request.ts";

/** What the parent and a child for previews say to each other. A source's password travels here and nowhere else. */

/** A source with all that its driver takes, as plain data. */
export interface PreviewSource {
  readonly name: string;
  readonly kind: string;
  readonly config: unknown;
}

/** What drivers may reach in the child. */
export interface PreviewTools {
  readonly network: NetworkPolicy;
  /** Refused as a source; no statement of a user's runs in this process. */
  readonly ourDatabaseUrl?: string;
  readonly fileRoots?: readonly string[];
  /** Where the virtual environments of Python scripts are kept. */
  readonly python?: string;
  /** What the administrator allows them, as of now. */
  readonly pythonPolicy?: PythonPolicy;
  /** Where the uploads lie that the sources name, by their ids. */
  readonly uploads: Readonly<Record<string, string>>;
}

interface TaskBase {
  /** Whose looks at which module: they are kept until they have been idle for a while. */
  readonly session: string;
  readonly sources: readonly PreviewSource[];
  readonly tools: PreviewTools;
}

export type PreviewTask = TaskBase &
  (
    | { readonly kind: "preview"; readonly request: PreviewRequest }
    | { readonly kind: "profile"; readonly request: TableRequest }
    | { readonly kind: "clusters"; readonly request: MadeClusterRequest }
    | { readonly kind: "outputs"; readonly request: Readonly<Record<string, never>> }
  );

export type PreviewTaskResult = {
  readonly preview: Preview;
  readonly profile: MadeProfile;
  readonly clusters: MadeClusters;
  readonly outputs: readonly ScriptOutput[];
};
