import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listUsers } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";
import { UserList } from "../../../components/users/user-list.tsx";
import {
  createUserAction,
  resetUserPasswordAction,
  setUserDisabledAction,
  setUserRoleAction,
} from "../../users/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.users") };
}

export default async function Page() {
  const [who, users] = await Promise.all([session(), load(listUsers, {})]);
  if (!users.ok) return <LoadFailure error={users.error} />;
  const actions = {
    create: createUserAction,
    setRole: setUserRoleAction,
    setDisabled: setUserDisabledAction,
    resetPassword: resetUserPasswordAction,
  };
  return <UserList users={users.value} ownId={who.user.id} actions={actions} />;
}
