import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";

export const deviceId = defineKind({
  id: "device-id",
  title: { en: "Device or cookie id", ru: "Идентификатор устройства" },
  privacyClass: "direct-identifier",
  accepts: ["string", "uuid"],
  names: {
    strong: [
      "device_id",
      "idfa",
      "gaid",
      "advertising_id",
      "cookie",
      "cookie_id",
      "client_id",
      "session_id",
      "visitor_id",
      "fingerprint",
      "device_token",
      "android_id",
      "ид_устройства",
      "udid",
      "push_token",
    ],
  },
  suggest: pseudonymized("device.id"),
});
