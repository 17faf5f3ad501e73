"use client";

import { Button, FileButton, Group, Textarea } from "@mantine/core";
import { IconFileUpload, IconPlus } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Action } from "../ui/action.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { Page, Section } from "../ui/page.tsx";
import { useAction } from "../ui/use-action.ts";
import type { Json } from "./use-draft.ts";

/** Documents that come with the product, under public/examples. */
const examples = ["shop", "clinic"] as const;

/** A module from a document: a file, an example, or pasted text. Its name is the document's, and never changes. */
export function NewModule({ create }: { create: Action<{ document: Json }, { name: string }> }) {
  const t = useTranslations("modules");
  const router = useRouter();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"not-json" | "not-found">();
  const creating = useAction(create, { quiet: true, done: ({ name }) => router.push(`/modules/${name}`) });
  const read = async (file: File | null) => {
    if (file) setText(await file.text());
  };
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
    <Page title={t("new")} lead={t("newLead")}>
      <Group gap="xs">
        <FileButton onChange={read} accept=".jsonld,.json,application/json,application/ld+json">
          {(props) => (
            <Button variant="default" leftSection={<IconFileUpload size={15} />} {...props}>
              {t("fromFile")}
            </Button>
          )}
        </FileButton>
        {examples.map((name) => (
          <Button key={name} variant="default" onClick={() => load(name)}>
            {t(`example.${name}`)}
          </Button>
        ))}
      </Group>
      <Section title={t("documentText")}>
        <Textarea
          aria-label={t("documentText")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={14}
          maxRows={28}
          placeholder={
            '{ "@type": "DataModule", "format": 1, "name": "my-module", "sources": [], "tables": [] }'
          }
          styles={{ input: { fontFamily: "var(--font-mono)", fontSize: 12.5, lineHeight: "19px" } }}
          error={problem ? t(`newProblem.${problem}`) : undefined}
        />
      </Section>
      {creating.error ? (
        <div style={{ marginTop: 12 }}>
          <ErrorState error={creating.error} />
        </div>
      ) : null}
      <Button
        mt="md"
        leftSection={<IconPlus size={15} />}
        disabled={text.trim() === ""}
        loading={creating.isBusy}
        onClick={submit}
      >
        {t("create")}
      </Button>
    </Page>
  );
}
