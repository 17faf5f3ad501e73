import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { artefactBytes, sealArtefact, unsealArtefact } from "./value-artefacts.ts";

const key = randomBytes(32);
const content = { kind: "normalizer/map-values/pairs", value: [["Тверь ", "Тверь"]] };
const invalid = expect.objectContaining({ code: "ciphertext-invalid" });

test("equal values of one scope have one name; another scope, kind, value or key has another", () => {
  const name = (k: Uint8Array, scope: string, given: { kind: string; value: unknown }) =>
    sealArtefact(k, scope, given).artefact;
  const own = name(key, "a", content);
  expect(name(key, "a", structuredClone(content))).toBe(own);
  expect(own).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
  const others = [
    name(key, "b", content),
    name(key, "a", { ...content, kind: "constant" }),
    name(key, "a", { ...content, value: [["Тверь", "Тверь "]] }),
    name(randomBytes(32), "a", content),
  ];
  expect(new Set([own, ...others]).size).toBe(5);
});

test("what is sealed shows no value, is new each time, and comes back as it was", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const value: unknown = JSON.parse(json);
      const sealed = sealArtefact(key, "s", { kind: "k", value });
      expect(unsealArtefact(key, sealed)).toEqual({ kind: "k", value });
    }),
    { numRuns: 50 },
  );
  const [a, b] = [sealArtefact(key, "s", content), sealArtefact(key, "s", content)];
  expect(Buffer.from(a.sealed).equals(Buffer.from(b.sealed))).toBe(false);
  expect(Buffer.from(a.sealed).includes("Тверь")).toBe(false);
});

test("a wrong key, a changed byte and another artefact's name are refused", () => {
  const sealed = sealArtefact(key, "s", content);
  expect(() => unsealArtefact(randomBytes(32), sealed)).toThrow(invalid);
  for (const at of [1, 20, sealed.sealed.length - 1]) {
    const changed = Uint8Array.from(sealed.sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unsealArtefact(key, { ...sealed, sealed: changed })).toThrow(invalid);
  }
  const other = sealArtefact(key, "other", content);
  expect(() => unsealArtefact(key, { artefact: other.artefact, sealed: sealed.sealed })).toThrow(invalid);
});

test("values above the limit are refused with their number", () => {
  const value = Array.from({ length: 9 }, () => "ы".repeat(artefactBytes / 16));
  expect(() => sealArtefact(key, "s", { kind: "k", value })).toThrow(
    expect.objectContaining({ code: "artefact-too-large", params: expect.objectContaining({ count: 9 }) }),
  );
});
