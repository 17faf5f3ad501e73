"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import type { ErrorData } from "#lib/kernel";
import { PasswordField } from "../fields/password-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { useIsReady } from "../ui/use-is-ready.ts";
import classes from "./auth.module.css";

export interface SetUpInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly token?: string;
}

/** The first person of an installation, who becomes its administrator. */
export function SetUpForm({
  needsToken,
  setUp,
}: {
  needsToken: boolean;
  setUp: Action<SetUpInput, unknown>;
}) {
  const t = useTranslations("auth");
  const isReady = useIsReady();
  const [error, setError] = useState<ErrorData>();
  const [isBusy, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "");
    start(async () => {
      const answer = await setUp({
        name: text("name"),
        email: text("email"),
        password: text("password"),
        ...(needsToken ? { token: text("token") } : {}),
      });
      if (!answer.ok) return setError(answer.error);
      // Who has just chosen a password need not type it again; where that fails, the form asks.
      const signedIn = await fetch("/api/auth/sign-in/email", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: text("email"), password: text("password") }),
      }).catch(() => undefined);
      window.location.assign(signedIn?.ok ? "/" : "/sign-in");
    });
  };
  return (
    <form className={classes.form} onSubmit={submit} method="post">
      {error ? <ErrorState error={error} /> : null}
      <TextField name="name" label={t("yourName")} autoComplete="name" required autoFocus />
      <TextField name="email" type="email" label={t("email")} autoComplete="username" required />
      <PasswordField
        name="password"
        label={t("password")}
        description={t("passwordHint")}
        autoComplete="new-password"
        minLength={12}
        required
      />
      {needsToken ? (
        <TextField name="token" label={t("setUpToken")} description={t("setUpTokenHint")} required />
      ) : null}
      <Button type="submit" loading={isBusy} disabled={!isReady} fullWidth>
        {t("createAdministrator")}
      </Button>
    </form>
  );
}
