"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { localeCookie } from "#lib/contracts";
import { Button } from "../ui/button.tsx";

/** English or Russian: the other language is one press away, kept in a cookie. */
export function LanguageSwitch() {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  const other = locale === "ru" ? "en" : "ru";
  const change = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
    document.cookie = `${localeCookie}=${other}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  };
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact"
      style={{ flex: "none" }}
      onClick={change}
      aria-label={`${other.toUpperCase()}: ${t("switchLanguage")}`}
      title={t("switchLanguage")}
      lang={other}
    >
      {other === "ru" ? "RU" : "EN"}
    </Button>
  );
}
