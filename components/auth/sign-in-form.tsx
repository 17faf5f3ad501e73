"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { PasswordField } from "../fields/password-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/state.tsx";
import { useIsReady } from "../ui/use-is-ready.ts";
import classes from "./auth.module.css";

type Failure = "wrong" | "limited" | "disabled" | "offline";

/** E-mail and password; says what to do where it fails, and never which of the two was wrong. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const t = useTranslations("auth");
  const isReady = useIsReady();
  const common = useTranslations("common");
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    const answer = await fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: data.get("email"), password: data.get("password") }),
    }).catch(() => undefined);
    if (answer?.ok) {
      window.location.assign(returnTo);
      return;
    }
    setBusy(false);
    setFailure(
      answer === undefined || answer.status >= 500
        ? "offline"
        : answer.status === 429
          ? "limited"
          : answer.status === 403
            ? "disabled"
            : "wrong",
    );
  };
  return (
    <form className={classes.form} onSubmit={submit} method="post">
      {failure ? (
        <Notice tone="error" title={failure === "offline" ? common("offline") : t(`failure.${failure}`)} />
      ) : null}
      <TextField name="email" type="email" label={t("email")} autoComplete="username" required autoFocus />
      <PasswordField name="password" label={t("password")} autoComplete="current-password" required />
      <Button type="submit" loading={isBusy} disabled={!isReady} fullWidth>
        {t("signIn")}
      </Button>
    </form>
  );
}
