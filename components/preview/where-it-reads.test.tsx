import { describe, expect, it } from "vitest";
import type { Preview } from "#lib/contracts";
import { locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import { PreviewFailure } from "./preview-body.tsx";
import { SampleFacts } from "./preview-status.tsx";

const preview: Preview = {
  table: "people",
  stage: "cleanse",
  compare: "stage",
  raw: true,
  sample: { kind: "first", rows: 1, looked: 1, complete: true },
  others: [],
  columnsIn: [],
  columns: [],
  rows: [],
  offset: 0,
  counts: { kept: 0, rejected: 0, deduplicated: 0, suppressed: 0 },
  rules: [],
  obstacles: [],
  warm: false,
  milliseconds: 1,
};

describe.each(locales)("a preview in an environment, in %s", (locale) => {
  const draw = (content: React.ReactNode) => renderPage(content, { locale, messages: messages[locale] });

  it("says beside its figures whose rows they are of", async () => {
    const there = <SampleFacts preview={{ ...preview, environment: "rehearsal" }} asked="cleanse" />;
    expect(await draw(there)).toContain("rehearsal");
    expect(await draw(<SampleFacts preview={preview} asked="cleanse" />)).not.toContain("rehearsal");
  });

  it("leads to where names are bound, if that is what it misses", async () => {
    const failed = (code: "environment-unbound" | "environment-missing") =>
      draw(
        <PreviewFailure
          error={{ code, params: { environment: "rehearsal", names: "shop" } }}
          again={again}
        />,
      );
    expect(await failed("environment-unbound")).toContain('href="/environments/rehearsal"');
    expect(await failed("environment-missing")).not.toContain('href="/environments');
  });
});

const again = () => undefined;
