import { defineKind } from "../definition.ts";
import { faked } from "../suggestions.ts";

export const userName = defineKind({
  id: "user-name",
  title: { en: "User name", ru: "Имя пользователя" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "user_name",
      "username",
      "login",
      "nick",
      "nickname",
      "screen_name",
      "логин",
      "login_name",
      "account_name",
      "имя_пользователя",
      "никнейм",
      "telegram",
      "skype",
      "user_login",
      "user_handle",
      "handle",
      "logon_name",
      "sign_in_name",
    ],
    against: ["host", "file"],
  },
  suggest: faked("user-name"),
});
