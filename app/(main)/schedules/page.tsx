import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listSchedules } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { ScheduleList } from "../../../components/schedules/schedule-list.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";
import { pauseTriggerAction } from "../../triggers/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.schedules") };
}

export default async function Page() {
  const [who, schedules] = await Promise.all([session(), load(listSchedules, {})]);
  if (!schedules.ok) return <LoadFailure error={schedules.error} />;
  return (
    <ScheduleList
      schedules={schedules.value}
      mayEdit={can(who.user.role, "triggers:edit")}
      pause={pauseTriggerAction}
    />
  );
}
