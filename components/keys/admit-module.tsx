"use client";

import { IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { LinkageDomainView } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { useAction } from "../ui/use-action.ts";
import type { KeyActions } from "./key-actions.ts";

/** Lets a module use the keys of a shared domain, one that is yet to be used too. */
export function AdmitModule({
  domains,
  modules,
  admit,
  done,
}: {
  domains: readonly LinkageDomainView[];
  modules: readonly string[];
  admit: KeyActions["admit"];
  done: () => void;
}) {
  const t = useTranslations("keys");
  const [isOpen, setOpen] = useState(false);
  const [module, setModule] = useState("");
  const { run, isBusy, error } = useAction(admit, {
    quiet: true,
    success: t("admittedNow"),
    done: () => {
      setOpen(false);
      done();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    run({ domain: String(new FormData(event.currentTarget).get("domain") ?? ""), module });
  };
  return (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen(true)}>
        {t("admit")}
      </Button>
      <Dialog isOpen={isOpen} close={() => setOpen(false)} title={t("admit")}>
        <form onSubmit={submit} style={{ display: "grid", gap: 14 }}>
          {error ? <ErrorState error={error} /> : null}
          <span style={{ color: "var(--ink-2)" }}>{t("admitText")}</span>
          <TextField
            name="domain"
            label={t("domain")}
            description={t("domainHint")}
            list="shared-domains"
            pattern="[^\/]+"
            required
            data-autofocus
          />
          <datalist id="shared-domains">
            {domains
              .filter(({ name }) => !name.includes("/"))
              .map(({ name }) => (
                <option key={name} value={name} />
              ))}
          </datalist>
          <SelectField
            label={t("module")}
            data={modules.map((name) => ({ value: name, label: name }))}
            value={module}
            onChange={setModule}
            required
          />
          <Button type="submit" loading={isBusy} disabled={module === ""}>
            {t("admit")}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
