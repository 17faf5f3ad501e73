import type { PythonPool } from "#lib/engine/server";
import type { Artefacts, BoundSource, Keys, Ports } from "../ports.ts";

/** A preview leaves nothing behind: no journal, no version, no quarantine. */
export function previewPorts(
  keys: Keys,
  sources: readonly BoundSource[],
  folder: string,
  python?: PythonPool,
  scriptOutput?: Artefacts["scriptOutput"],
): Ports {
  const unused = () => Promise.reject(new TypeError("a preview publishes nothing"));
  return {
    journal: {
      attempt: 1,
      emit: () => undefined,
      finished: async () => new Map(),
      startStage: async () => undefined,
      finishStage: async () => undefined,
      assertOwned: async () => undefined,
    },
    registry: {
      kind: "trial",
      assertApproved: async () => undefined,
      previous: async () => undefined,
      publish: unused,
      addresses: () => ({ module: "", version: "", file: () => "" }),
    },
    keys,
    artefacts: { staging: folder, keep: unused, ...(scriptOutput ? { scriptOutput } : {}) },
    sources,
    stores: [],
    ...(python ? { python } : {}),
  };
}
