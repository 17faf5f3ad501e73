import type { TriggerSettings } from "#lib/contracts";
import type { Repositories, Transaction } from "#lib/db/server";
import { AppError, type ErrorData } from "#lib/kernel";
import { assertHostAllowed } from "#lib/network/server";
import { checkSchedule, findCycle, resolveParameters } from "#lib/schedules";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { assertEnvironment } from "../run-ports/index.ts";
import { triggeredRevision } from "./approved-revision.ts";
import { canBeTold } from "./told-people.ts";

type Given = { readonly id: string | undefined; readonly module: string; readonly settings: TriggerSettings };

function refuse({ code, params, place }: ErrorData): never {
  throw new AppError(code, params, { place: place ?? {} });
}

/** What a trigger's runs take: parameters of the revision it runs, else of the newest one. */
export async function parametersOf(
  db: Pick<Repositories, "revisions" | "reviews">,
  module: string,
  kind: TriggerSettings["runKind"],
  environment: string | undefined,
) {
  const revision = await triggeredRevision(db, module, kind, environment).catch(() =>
    db.revisions.latest(module),
  );
  return readDocument(revision?.document)?.parameters ?? [];
}

/**
 * Holds who follows whom until the transaction ends, and refuses modules that would start each other for ever.
 * @throws AppError `trigger-cycle`
 */
export async function assertNoCycle(tx: Transaction, { id, module, settings }: Given): Promise<void> {
  if (settings.kind !== "versions") return;
  await tx.triggers.holdEdges();
  const others = (await tx.triggers.edges()).filter(({ triggerId }) => triggerId !== id);
  const own = settings.upstreams.map((from) => ({ from, to: module }));
  const path = findCycle([...others, ...own], module);
  if (path) throw new AppError("trigger-cycle", { path: path.join(" → ") }, { place: { path: "upstreams" } });
}

/** @throws AppError `alert-person-unfit`, `alert-address-secret`, `alert-host-refused` */
async function checkAlerts(
  { db, network }: Pick<Services, "db" | "network">,
  { people, url }: TriggerSettings["alerts"],
): Promise<void> {
  for (const id of people) {
    const user = found(await db.users.get(id), "user", id);
    if (canBeTold(user)) continue;
    throw new AppError("alert-person-unfit", { person: user.name }, { place: { path: "alerts/people" } });
  }
  if (url === undefined) return;
  const { username, password } = new URL(url);
  if (username !== "" || password !== "")
    throw new AppError("alert-address-secret", {}, { place: { path: "alerts/url" } });
  try {
    await assertHostAllowed(new URL(url), network);
  } catch (error) {
    // A name that is not found now may be there when it is needed.
    if (error instanceof AppError && error.code === "host-unknown") return;
    if (!(error instanceof AppError) || error.code !== "address-refused") throw error;
    throw new AppError("alert-host-refused", error.params, { place: { path: "alerts/url" } });
  }
}

/**
 * Refuses settings that cannot work, at the field that has to change.
 * @throws AppError `schedule-cron-invalid`, `schedule-never`, `time-zone-unknown`, `parameter-…`, `alert-…`
 */
export async function checkSettings(services: Services, given: Given, now: Date): Promise<void> {
  const { settings, module } = given;
  await assertEnvironment(services.db, settings.environment);
  if (settings.kind === "schedule") {
    const checked = checkSchedule(settings.cron, settings.timeZone, now);
    if (!checked.ok) refuse(checked.error.error);
  }
  if (settings.kind === "versions")
    for (const upstream of settings.upstreams)
      found(await services.db.modules.get(upstream), "module", upstream);
  const declared = await parametersOf(services.db, module, settings.runKind, settings.environment);
  // A web hook brings the values that are missing here with each call.
  const wanted =
    settings.kind === "webhook" ? declared.map((one) => ({ ...one, required: false })) : declared;
  const timeZone = settings.kind === "schedule" ? settings.timeZone : "UTC";
  const values = resolveParameters(wanted, settings.parameters, { at: now, timeZone });
  const problem = values.ok ? undefined : values.error[0];
  if (problem) refuse(problem);
  await checkAlerts(services, settings.alerts);
}
