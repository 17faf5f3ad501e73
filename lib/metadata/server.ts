import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { type ApprovalInput, approvalContent } from "./approval-content.ts";

export type { ApprovalInput } from "./approval-content.ts";

/** SHA-256 (hexadecimal) over the RFC 8785 form of all that decides what a publication gives. */
export function approvalHash(input: ApprovalInput): string {
  const text = canonicalize(approvalContent(input));
  if (text === undefined) throw new TypeError("a document is JSON");
  return createHash("sha256").update(text).digest("hex");
}
