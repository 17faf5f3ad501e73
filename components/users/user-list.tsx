"use client";

import { IconBan, IconCircleCheck, IconDots, IconKey, IconPlus } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { type Role, roleIds } from "#lib/access";
import type { UserView } from "#lib/contracts";
import { PasswordField } from "../fields/password-field.tsx";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Menu } from "../ui/menu.tsx";
import { Page } from "../ui/page.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";

export interface UserActions {
  readonly create: Action<{ name: string; email: string; password: string; role: Role }, unknown>;
  readonly setRole: Action<{ userId: string; role: Role }, unknown>;
  readonly setDisabled: Action<{ userId: string; disabled: boolean }, unknown>;
  readonly resetPassword: Action<{ userId: string; password: string }, unknown>;
}

/** Everybody who may sign in, and as what. */
export function UserList({
  users,
  actions,
  ownId,
}: {
  users: readonly UserView[];
  actions: UserActions;
  ownId: string;
}) {
  const t = useTranslations("admin");
  const common = useTranslations("common");
  const router = useRouter();
  const [q] = useListFilter();
  const [isOpen, setOpen] = useState(false);
  const [reset, setReset] = useState<UserView>();
  const again = { done: () => router.refresh() };
  const role = useAction(actions.setRole, { ...again, success: t("roleChanged") });
  const disable = useAction(actions.setDisabled, again);
  const columns: readonly Column<UserView>[] = [
    {
      id: "name",
      header: common("name"),
      sort: (user) => user.name,
      cell: (user) => (
        <>
          <span style={{ fontWeight: 500 }}>{user.name}</span>
          {user.id === ownId ? <span style={{ color: "var(--ink-3)" }}> · {t("you")}</span> : null}
        </>
      ),
    },
    { id: "email", header: t("email"), sort: (user) => user.email, cell: (user) => user.email },
    {
      id: "role",
      header: t("role"),
      sort: (user) => user.role ?? "",
      width: 260,
      cell: (user) => (
        <SelectField
          isSmall
          aria-label={t("roleOf", { name: user.name })}
          data={roleIds.map((value) => ({ value, label: common(`role.${value}`) }))}
          value={user.role ?? ""}
          disabled={user.id === ownId || role.isBusy}
          onChange={(value) => {
            const chosen = roleIds.find((one) => one === value);
            if (chosen) role.run({ userId: user.id, role: chosen });
          }}
        />
      ),
    },
    {
      id: "state",
      header: common("state"),
      sort: (user) => Number(user.disabled),
      cell: (user) =>
        user.disabled ? (
          <Tag tone="idle" icon={IconBan}>
            {t("disabled")}
          </Tag>
        ) : (
          <Tag tone="good" icon={IconCircleCheck}>
            {t("active")}
          </Tag>
        ),
    },
    {
      id: "created",
      header: common("created"),
      sort: (user) => user.createdAt,
      cell: (user) => <Ago at={user.createdAt} />,
    },
    {
      id: "actions",
      header: "",
      align: "number",
      cell: (user) => (
        <Menu
          label={t("actionsFor", { name: user.name })}
          picture={<IconDots size={16} />}
          size={26}
          items={[
            {
              id: "reset",
              text: t("resetPassword"),
              icon: <IconKey size={15} />,
              choose: () => setReset(user),
            },
            {
              id: "disable",
              text: user.disabled ? t("enable") : t("disable"),
              icon: <IconBan size={15} />,
              isDisabled: user.id === ownId,
              choose: () => disable.run({ userId: user.id, disabled: !user.disabled }),
            },
          ]}
        />
      ),
    },
  ];
  return (
    <Page
      title={t("users")}
      lead={t("usersLead")}
      actions={
        <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen(true)}>
          {t("addUser")}
        </Button>
      }
    >
      <ListFilter />
      <DataTable
        label={t("users")}
        columns={columns}
        rows={users.filter((user) => matches(q, user.name, user.email, user.role))}
        rowKey={(user) => user.id}
      />
      <UserForm isOpen={isOpen} close={() => setOpen(false)} create={actions.create} />
      <PasswordForm user={reset} close={() => setReset(undefined)} resetPassword={actions.resetPassword} />
    </Page>
  );
}

function UserForm({
  isOpen,
  close,
  create,
}: {
  isOpen: boolean;
  close: () => void;
  create: UserActions["create"];
}) {
  const t = useTranslations("admin");
  const common = useTranslations("common");
  const auth = useTranslations("auth");
  const router = useRouter();
  const [role, setRole] = useState<Role>("data-scientist");
  const { run, isBusy, error } = useAction(create, {
    quiet: true,
    success: t("userAdded"),
    done: () => {
      close();
      router.refresh();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "");
    run({ name: text("name"), email: text("email"), password: text("password"), role });
  };
  return (
    <Dialog isOpen={isOpen} close={close} title={t("addUser")}>
      <form onSubmit={submit} style={{ display: "grid", gap: 14 }}>
        {error ? <ErrorState error={error} /> : null}
        <TextField name="name" label={common("name")} required data-autofocus />
        <TextField name="email" type="email" label={t("email")} required />
        <SelectField
          label={t("role")}
          data={roleIds.map((value) => ({ value, label: common(`role.${value}`) }))}
          value={role}
          onChange={(value) => setRole(roleIds.find((one) => one === value) ?? role)}
        />
        <PasswordField
          name="password"
          label={t("firstPassword")}
          description={auth("passwordHint")}
          minLength={12}
          required
          autoComplete="new-password"
        />
        <Button type="submit" loading={isBusy}>
          {t("addUser")}
        </Button>
      </form>
    </Dialog>
  );
}

function PasswordForm({
  user,
  close,
  resetPassword,
}: {
  user?: UserView;
  close: () => void;
  resetPassword: UserActions["resetPassword"];
}) {
  const t = useTranslations("admin");
  const auth = useTranslations("auth");
  const [password, setPassword] = useState("");
  const { run, isBusy, error } = useAction(resetPassword, {
    quiet: true,
    success: t("passwordReset"),
    done: () => {
      setPassword("");
      close();
    },
  });
  return (
    <Dialog
      isOpen={user !== undefined}
      close={close}
      title={t("resetPasswordOf", { name: user?.name ?? "" })}
    >
      <form
        style={{ display: "grid", gap: 14 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (user) run({ userId: user.id, password });
        }}
      >
        {error ? <ErrorState error={error} /> : null}
        <PasswordField
          label={t("newPassword")}
          description={auth("passwordHint")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          minLength={12}
          required
          autoComplete="new-password"
        />
        <Button type="submit" loading={isBusy}>
          {t("resetPassword")}
        </Button>
      </form>
    </Dialog>
  );
}
