import { z } from "zod";
import { helpLinkSchema } from "#lib/contracts";
import { locales } from "#lib/kernel";
import { helpLinks } from "#lib/reference";
import { defineOperation } from "../core/operation.ts";

/** Every page of Help in a language, for search. */
export const listHelp = defineOperation({
  id: "list-help",
  title: { en: "Contents of Help", ru: "Содержание справки" },
  permission: "signed-in",
  input: z.strictObject({ locale: z.enum(locales).default("en") }),
  output: z.array(helpLinkSchema).readonly(),
  run: async (_context, { locale }) => helpLinks(locale),
});
