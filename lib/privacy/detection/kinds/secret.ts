import { defineKind } from "../definition.ts";
import { dropped } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const secret = defineKind({
  id: "secret",
  title: { en: "Password or access key", ru: "Пароль или ключ доступа" },
  privacyClass: "direct-identifier",
  accepts: ["string", "binary"],
  names: {
    strong: [
      "password",
      "passwd",
      "pwd",
      "password_hash",
      "secret",
      "token",
      "api_key",
      "access_token",
      "refresh_token",
      "parol",
      "пароль",
      "pin",
      "cvv",
      "cvc",
      "salt",
      "private_key",
      "пин_код",
    ],
    against: ["count", "expiry", "expires"],
  },
  // Hashes, tokens and keys: plain passwords look like anything, other hashes look like these.
  values: {
    matches: looksLike("[$][0-9a-z]{1,8}[$].{20,}|[0-9A-Fa-f]{32,}|[A-Za-z0-9_+/.=-]{24,}"),
    chance: 0.1,
    most: 2,
    least: 0.5,
  },
  suggest: dropped,
});
