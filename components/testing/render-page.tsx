import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { NextIntlClientProvider } from "next-intl";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Locale } from "#lib/kernel";
import en from "../../lib/web/messages/en/common.json" with { type: "json" };
import { theme } from "../theme/theme.ts";

export type AllMessages = { readonly common: typeof en };

const nowhere = () => {};
const router = {
  back: nowhere,
  forward: nowhere,
  refresh: nowhere,
  push: nowhere,
  replace: nowhere,
  prefetch: nowhere,
  bfcacheId: "",
};

/** A page's component as the server draws it, with an address; a missing text throws. */
export function renderPage(
  content: ReactNode,
  { locale, messages, search = "" }: { locale: Locale; messages: AllMessages; search?: string },
): string {
  return renderToStaticMarkup(
    <AppRouterContext.Provider value={router}>
      <NextIntlClientProvider
        locale={locale}
        messages={messages}
        timeZone="UTC"
        onError={(error) => {
          throw error;
        }}
      >
        <MantineProvider theme={theme}>
          <QueryClientProvider client={new QueryClient()}>
            <NuqsTestingAdapter searchParams={search}>{content}</NuqsTestingAdapter>
          </QueryClientProvider>
        </MantineProvider>
      </NextIntlClientProvider>
    </AppRouterContext.Provider>,
  );
}
