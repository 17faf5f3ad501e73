"use client";

import { IconCircleCheck, IconUpload } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Upload } from "tus-js-client";
import { Button } from "../ui/button.tsx";
import { Bytes } from "../ui/figures.tsx";
import { Progress } from "../ui/progress.tsx";
import classes from "./field.module.css";
import { FileButton } from "./file-button.tsx";

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
  const start = async (chosen: File) => {
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
    <fieldset className={classes.file}>
      <legend className={classes.label}>{label}</legend>
      {help ? <div className={classes.help}>{help}</div> : null}
      <div style={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 12, marginTop: 4 }}>
        <FileButton onChoose={start} leftSection={<IconUpload size={15} />}>
          {t("chooseFile")}
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
          <Button variant="subtle" size="compact" onClick={toggle}>
            {state === "sending" ? t("pause") : t("goOn")}
          </Button>
        ) : null}
      </div>
      {file && state !== "done" ? (
        <div style={{ marginTop: 6 }}>
          <Progress
            value={(sent / Math.max(1, file.size)) * 100}
            label={t("uploadProgress", { name: file.name })}
          />
        </div>
      ) : null}
      {state === "failed" ? (
        <div className={classes.error} role="alert">
          {t("uploadFailed")}
        </div>
      ) : null}
    </fieldset>
  );
}
