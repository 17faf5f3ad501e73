import { defineKind } from "../definition.ts";
import { dropped } from "../suggestions.ts";

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
  suggest: dropped,
});
