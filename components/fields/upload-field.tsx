"use client";

import { Button, FileButton, Group, Input, Progress } from "@mantine/core";
import { IconCircleCheck, IconUpload } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Upload } from "tus-js-client";
import { Bytes } from "../ui/figures.tsx";

/** 16 MiB a request: above the file's size it goes in pieces, and goes on where it stopped. */
const chunkBytes = 16 * 1024 * 1024;

/** Puts a file on the server in pieces, shows how far it is, and goes on after a lost connection. */
export function UploadField({
  label,
  help,
  value,
  put,
}: {
  label: string;
  help?: string;
  /** The id of a finished upload. */
  value: string;
  put: (id: string | undefined, file?: File) => void;
}) {
  const t = useTranslations("sources");
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState(0);
  const [state, setState] = useState<"idle" | "sending" | "paused" | "done" | "failed">(
    value ? "done" : "idle",
  );
  const upload = useRef<Upload>(undefined);
  useEffect(() => {
    if (state !== "failed") return;
    const goOn = () => {
      upload.current?.start();
      setState("sending");
    };
    window.addEventListener("online", goOn);
    return () => window.removeEventListener("online", goOn);
  }, [state]);
  const start = async (chosen: File | null) => {
    if (!chosen) return;
    setFile(chosen);
    setSent(0);
    setState("sending");
    put(undefined);
    const { Upload } = await import("tus-js-client");
    const next = new Upload(chosen, {
      endpoint: "/api/uploads",
      chunkSize: chunkBytes,
      retryDelays: [0, 1000, 3000, 5000, 10_000],
      metadata: { filename: chosen.name, filetype: chosen.type },
      removeFingerprintOnSuccess: true,
      onProgress: (bytes) => setSent(bytes),
      onError: () => setState("failed"),
      onSuccess: () => {
        setState("done");
        put(next.url?.split("/").pop(), chosen);
      },
    });
    upload.current = next;
    const earlier = await next.findPreviousUploads();
    if (earlier[0]) next.resumeFromPreviousUpload(earlier[0]);
    next.start();
  };
  const toggle = async () => {
    if (state === "sending") {
      await upload.current?.abort();
      setState("paused");
    } else {
      upload.current?.start();
      setState("sending");
    }
  };
  return (
    <Input.Wrapper
      label={label}
      description={help}
      error={state === "failed" ? t("uploadFailed") : undefined}
    >
      <Group gap="sm" mt={4}>
        <FileButton onChange={start}>
          {(props) => (
            <Button variant="default" leftSection={<IconUpload size={15} />} {...props}>
              {t("chooseFile")}
            </Button>
          )}
        </FileButton>
        {file ? (
          <span style={{ fontSize: 13 }}>
            {file.name} · <Bytes value={file.size} />
          </span>
        ) : value ? (
          <code>{value}</code>
        ) : null}
        {state === "done" ? (
          <IconCircleCheck size={16} color="var(--good)" aria-label={t("uploaded")} />
        ) : null}
        {state === "sending" || state === "paused" || state === "failed" ? (
          <Button variant="subtle" size="compact-sm" onClick={toggle}>
            {state === "sending" ? t("pause") : t("goOn")}
          </Button>
        ) : null}
      </Group>
      {file && state !== "done" ? (
        <Progress
          mt={6}
          value={(sent / Math.max(1, file.size)) * 100}
          size={6}
          aria-label={t("uploadProgress", { name: file.name })}
        />
      ) : null}
    </Input.Wrapper>
  );
}
