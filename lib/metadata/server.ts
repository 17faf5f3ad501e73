import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { type ApprovalInput, approvalContent } from "./approval-content.ts";
import type { ModuleDocument } from "./document.ts";

export type { ApprovalInput } from "./approval-content.ts";

/** SHA-256 (hexadecimal) over the RFC 8785 form of all that decides what a publication gives. */
export function approvalHash(input: ApprovalInput): string {
  const text = canonicalize(approvalContent(input));
  if (text === undefined) throw new TypeError("a document is JSON");
  return createHash("sha256").update(text).digest("hex");
}

/** A source or store that a document names, as its driver knows it. */
export interface BoundPlace {
  readonly name: string;
  readonly driver: { fingerprint(config: unknown): string };
  readonly config: unknown;
}

const fingerprints = (bound: readonly BoundPlace[]): Record<string, string> =>
  Object.fromEntries(bound.map(({ name, driver, config }) => [name, driver.fingerprint(config)]));

/** What is approved and checked again before publishing: one function for the review page, the queue and the run. */
export const contentHashOf = (
  document: ModuleDocument,
  places: {
    readonly sources: readonly BoundPlace[];
    readonly stores: readonly BoundPlace[];
    readonly allowUnsandboxed?: boolean | undefined;
  },
): string =>
  approvalHash({
    document,
    sources: fingerprints(places.sources),
    stores: fingerprints(places.stores),
    allowUnsandboxed: places.allowUnsandboxed,
  });
