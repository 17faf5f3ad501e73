"use client";

import { Button, Checkbox, Group, Modal, NumberInput, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFlask, IconRocket } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type DeclaredParameter, inEnvironment, type ModuleSummary } from "#lib/contracts";
import { givenOf } from "../runs/given-of.ts";
import { ParameterFields, type WrittenParameters, wrongParameters } from "../runs/parameter-fields.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { useAction } from "../ui/use-action.ts";
import type { ModuleActions } from "./module-actions.ts";

/** Try the newest revision, or publish it once it is approved. */
export function RunButtons({
  summary,
  parameters,
  startRun,
}: {
  summary: ModuleSummary;
  /** Of the newest revision. */
  parameters: readonly DeclaredParameter[];
  startRun: ModuleActions["startRun"];
}) {
  const t = useTranslations("modules");
  const environments = useTranslations("environments");
  const common = useTranslations("common");
  const router = useRouter();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [isSample, setSample] = useState(true);
  const [rows, setRows] = useState(10_000);
  const [written, setWritten] = useState<WrittenParameters>({});
  const isWrong = wrongParameters(parameters, written).length > 0;
  const fields =
    parameters.length > 0 ? (
      <div style={{ display: "grid", gap: 12, marginTop: 12 }}>
        <ParameterFields declared={parameters} written={written} change={setWritten} />
      </div>
    ) : null;
  const given = parameters.length > 0 ? { parameters: givenOf(written) } : {};
  const starting = useAction(startRun, { done: ({ id }) => router.push(`/runs/${id}`) });
  const revision = summary.revision;
  if (revision === undefined) return null;
  const isApproved = summary.state === "approved";
  const { environment } = summary;
  const where = inEnvironment(environment);
  const there = environment === undefined ? "" : ` ${environments("inEnvironment", { name: environment })}`;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFlask size={15} />}
        onClick={open}
        loading={starting.isBusy}
      >
        {t("try")}
      </Button>
      {isApproved ? (
        <ConfirmButton
          label={t("publish")}
          variant="filled"
          leftSection={<IconRocket size={15} />}
          title={t("publishTitle", { module: summary.name })}
          text={`${t("publishText", { revision })}${there}`}
          danger={false}
          isBusy={starting.isBusy}
          canConfirm={!isWrong}
          confirm={() =>
            starting.run({ module: summary.name, revision, kind: "publication", ...where, ...given })
          }
        >
          {fields}
        </ConfirmButton>
      ) : (
        <Tooltip label={t("publishNeedsApproval")}>
          <Button
            data-disabled
            aria-disabled
            leftSection={<IconRocket size={15} />}
            onClick={(event) => event.preventDefault()}
          >
            {t("publish")}
          </Button>
        </Tooltip>
      )}
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("tryTitle")}
        closeButtonProps={{ "aria-label": common("close") }}
      >
        <p style={{ marginTop: 0, color: "var(--ink-2)" }}>{`${t("tryText")}${there}`}</p>
        <Checkbox
          label={t("onSample")}
          checked={isSample}
          onChange={(event) => setSample(event.currentTarget.checked)}
        />
        {isSample ? (
          <NumberInput
            mt="sm"
            label={t("sampleRows")}
            value={rows}
            onChange={(value) => setRows(typeof value === "number" ? value : rows)}
            min={1}
            max={10_000_000}
            thousandSeparator=" "
            maw={200}
          />
        ) : null}
        {fields}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close}>
            {common("cancel")}
          </Button>
          <Button
            loading={starting.isBusy}
            disabled={isWrong}
            onClick={() =>
              starting.run({
                module: summary.name,
                revision,
                kind: "trial",
                ...(isSample ? { sample: rows } : {}),
                ...where,
                ...given,
              })
            }
          >
            {t("startTrial")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
