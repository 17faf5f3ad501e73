"use client";

import { IconKey } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Section } from "../ui/page.tsx";
import { Notice } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";

export interface DownloadToken {
  readonly token: string;
  readonly expiresAt: string;
}

export type MakeToken = Action<{ days?: number }, DownloadToken>;

/** How a program reads a file over HTTP. The token is read from the environment: scripts are shared, tokens are not. */
const scripts: Readonly<Record<"python" | "shell", (address: string) => string>> = {
  python: (address) =>
    [
      "import os",
      "import pandas as pd",
      "",
      `url = ${JSON.stringify(address)}`,
      'frame = pd.read_parquet(url, storage_options={"Authorization": f"Bearer {os.environ[\'ETLX_TOKEN\']}"})',
    ].join("\n"),
  shell: (address) => `curl -fLO -H "Authorization: Bearer $ETLX_TOKEN" '${address.replaceAll("'", "%27")}'`,
};

/** Reading a file of a version from anywhere, with a token of one's own. */
export function DownloadSnippets({ address, makeToken }: { address: string; makeToken: MakeToken }) {
  const t = useTranslations("versions");
  const [made, setMade] = useState<DownloadToken>();
  const making = useAction(makeToken, { done: setMade, quiet: true });
  return (
    <Section title={t("overHttp")}>
      <p style={{ margin: "0 0 12px", color: "var(--ink-2)", maxWidth: "88ch" }}>{t("overHttpText")}</p>
      {making.error ? <ErrorState error={making.error} /> : null}
      {made ? (
        <Notice tone="note" title={t("tokenMade")}>
          <CodeBlock wrap text={made.token} label={t("copyToken")} />
          <p style={{ margin: "8px 0 0" }}>
            {t("tokenOnce")} <Time at={made.expiresAt} />
          </p>
        </Notice>
      ) : (
        <Button
          variant="default"
          leftSection={<IconKey size={15} />}
          loading={making.isBusy}
          onClick={() => making.run({})}
        >
          {t("makeToken")}
        </Button>
      )}
      <div style={{ display: "grid", gap: 12, marginTop: 12 }}>
        <CodeBlock wrap text={scripts.python(address)} label={t("copyScript", { language: "pandas" })} />
        <CodeBlock wrap text={scripts.shell(address)} label={t("copyScript", { language: "curl" })} />
      </div>
    </Section>
  );
}
