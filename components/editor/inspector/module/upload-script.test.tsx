import { expect, it } from "vitest";
import { type Locale, locales } from "#lib/kernel";
import { messages } from "../../../../lib/web/messages/index.ts";
import { renderEditor } from "../../../testing/render-editor.tsx";
import { UploadScript } from "./upload-script.tsx";

const documentWith = (more: object) => ({
  "@type": "DataModule",
  format: 2,
  name: "shop",
  sources: [],
  tables: [],
  upload: { stores: [], script: { language: "python", store: "bucket", script: "pass", ...more } },
});
const offersCleanUp = async (locale: Locale, withoutCleanUp: readonly string[], more: object = {}) => {
  const html = await renderEditor(<UploadScript stores={["bucket"]} withoutCleanUp={withoutCleanUp} />, {
    document: documentWith(more),
    locale,
  });
  return html.includes(messages[locale].editor.inspect.key.cleanUp);
};

it.each(locales)(
  "a clean-up is not asked for where nothing would carry it out, but can be taken away (%s)",
  async (locale) => {
    expect(await offersCleanUp(locale, [])).toBe(true);
    expect(await offersCleanUp(locale, ["bucket"])).toBe(false);
    expect(await offersCleanUp(locale, ["bucket"], { cleanUp: "delete from t" })).toBe(true);
  },
);
