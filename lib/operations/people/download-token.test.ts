import { expect, test } from "vitest";
import { readToken, signToken, verifyToken } from "./download-token.ts";

const userId = "3f8e2a51-9c0d-4b7e-8a11-0123456789ab";
const later = new Date(Date.now() + 60_000);

test("a token names its person and verifies under its secret and password alone", () => {
  const token = signToken("secret", { userId, expiresAt: later }, "hash");
  expect(readToken(token)).toEqual({ userId, expiresAt: later });
  expect(verifyToken("secret", token, "hash")).toBe(true);
  expect(verifyToken("another", token, "hash")).toBe(false);
  expect(verifyToken("secret", token, "another password")).toBe(false);
});

test("another person's or a later token cannot be made of it", () => {
  const token = signToken("secret", { userId, expiresAt: later }, "hash");
  const bytes = Buffer.from(token.slice(5), "base64url");
  for (const position of [0, 15, 21, 40]) {
    const changed = Buffer.from(bytes);
    changed[position] = (changed[position] ?? 0) ^ 1;
    expect(verifyToken("secret", `etlx_${changed.toString("base64url")}`, "hash")).toBe(false);
  }
});

test("what is over or no token names nobody", () => {
  const over = signToken("secret", { userId, expiresAt: new Date(Date.now() - 1) }, "hash");
  expect(readToken(over)).toBeUndefined();
  for (const text of ["", "etlx_", "etlx_AAAA", "Bearer x", over.slice(5)])
    expect(readToken(text)).toBeUndefined();
});
