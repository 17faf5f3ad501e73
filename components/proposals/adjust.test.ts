import { expect, test } from "vitest";
import type { ColumnProposal } from "#lib/contracts";
import { isOut, leaveOut, takeIn, withClass } from "./adjust.ts";

const reason = { en: "why", ru: "почему" };
const phone: ColumnProposal = {
  privacyClass: "direct-identifier",
  anonymize: { rule: "pseudonymize", with: { domain: "person.phone" } },
  reason,
};
const status: ColumnProposal = { privacyClass: "insensitive", reason };
const note: ColumnProposal = {
  privacyClass: "sensitive",
  anonymize: { rule: "drop" },
  alternative: { rule: "redact-text" },
  reason,
};

test("a column that is left out and taken in again has its rule", () => {
  expect(isOut(leaveOut(phone))).toBe(true);
  expect(takeIn(leaveOut(phone))).toEqual(phone);
  expect(takeIn(leaveOut(status))).toEqual(status);
  expect(takeIn(note).anonymize).toEqual({ rule: "redact-text" });
});

test("a published column that is not insensitive has a rule, whatever was changed before", () => {
  expect(withClass(status, "sensitive").anonymize).toEqual({ rule: "redact" });
  expect(takeIn({ ...note, alternative: undefined }).anonymize).toEqual({ rule: "redact" });
  expect(withClass(leaveOut(status), "quasi-identifier").anonymize).toEqual({ rule: "drop" });
  expect(takeIn(withClass(leaveOut(status), "quasi-identifier")).anonymize).toEqual({ rule: "redact" });
});
