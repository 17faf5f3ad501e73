import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { localeCookie } from "#lib/contracts";
import { chooseLocale } from "./choose-locale.ts";
import { compiledMessages } from "./compiled-messages.ts";

export default getRequestConfig(async () => {
  const cookie = (await cookies()).get(localeCookie)?.value;
  const locale = chooseLocale(cookie, (await headers()).get("accept-language"));
  return { locale, messages: compiledMessages[locale], timeZone: "UTC" };
});
