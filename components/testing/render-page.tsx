import { text } from "node:stream/consumers";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { NextIntlClientProvider } from "next-intl";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import type { ReactNode } from "react";
import { prerenderToNodeStream } from "react-dom/static";
import type { Locale } from "#lib/kernel";
import en from "../../lib/web/messages/en/common.json" with { type: "json" };
import { MantineFrame } from "../theme/mantine-frame.tsx";

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

/** A page's component as the server draws it, parts loaded on demand included, with an address; a missing text throws. */
export async function renderPage(
  content: ReactNode,
  { locale, messages, search = "" }: { locale: Locale; messages: AllMessages; search?: string },
): Promise<string> {
  const { prelude } = await prerenderToNodeStream(
    <AppRouterContext.Provider value={router}>
      <NextIntlClientProvider
        locale={locale}
        messages={messages}
        timeZone="UTC"
        onError={(error) => {
          throw error;
        }}
      >
        <MantineFrame>
          <NuqsTestingAdapter searchParams={search}>{content}</NuqsTestingAdapter>
        </MantineFrame>
      </NextIntlClientProvider>
    </AppRouterContext.Provider>,
    {
      onError: (error) => {
        throw error;
      },
    },
  );
  return text(prelude);
}
