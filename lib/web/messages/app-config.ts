import type { Locale } from "#lib/kernel";
import type { Messages } from "./index.ts";

/** Keys of messages are checked by the compiler wherever next-intl is used. */
declare module "use-intl" {
  interface AppConfig {
    Messages: Messages;
    Locale: Locale;
  }
}
