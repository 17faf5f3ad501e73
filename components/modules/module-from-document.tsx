"use client";

import { IconFileUpload, IconPlus } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Json } from "#lib/drafting";
import { FileButton } from "../fields/file-button.tsx";
import { TextArea } from "../fields/text-area.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Section } from "../ui/page.tsx";
import { useAction } from "../ui/use-action.ts";

/** Documents that come with the product, under public/examples. */
const examples = ["shop", "clinic"] as const;

/** A module from a document: a file, an example, or pasted text. Its name is the document's, and never changes. */
export function ModuleFromDocument({ create }: { create: Action<{ document: Json }, { name: string }> }) {
  const t = useTranslations("modules");
  const router = useRouter();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"not-json" | "not-found">();
  const creating = useAction(create, {
    quiet: true,
    done: ({ name }) => router.push(`/modules/${name}/edit`),
  });
  const read = async (file: File) => setText(await file.text());
  const load = async (name: string) => {
    const answer = await fetch(`/examples/${name}.module.jsonld`);
    setProblem(answer.ok ? undefined : "not-found");
    if (answer.ok) setText(await answer.text());
  };
  const submit = () => {
    setProblem(undefined);
    try {
      creating.run({ document: JSON.parse(text) as Json });
    } catch {
      setProblem("not-json");
    }
  };
  return (
    <>
      <p style={{ margin: "0 0 12px", color: "var(--ink-2)" }}>{t("newLead")}</p>
      <div style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
        <FileButton
          onChoose={read}
          accept=".jsonld,.json,application/json,application/ld+json"
          leftSection={<IconFileUpload size={15} />}
        >
          {t("fromFile")}
        </FileButton>
        {examples.map((name) => (
          <Button key={name} variant="default" onClick={() => load(name)}>
            {t(`example.${name}`)}
          </Button>
        ))}
      </div>
      <Section title={t("documentText")}>
        <TextArea
          isMono
          aria-label={t("documentText")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rows={14}
          placeholder={
            '{ "@type": "DataModule", "format": 2, "name": "my-module", "sources": [], "tables": [] }'
          }
          error={problem ? t(`newProblem.${problem}`) : undefined}
        />
      </Section>
      {creating.error ? (
        <div style={{ marginTop: 12 }}>
          <ErrorState error={creating.error} />
        </div>
      ) : null}
      <Button
        style={{ marginTop: 16 }}
        leftSection={<IconPlus size={15} />}
        disabled={text.trim() === ""}
        loading={creating.isBusy}
        onClick={submit}
      >
        {t("create")}
      </Button>
    </>
  );
}
