import type {
  AlertKind,
  CatchUp,
  DeclaredParameter,
  GivenParameters,
  ModuleTriggers,
  Overlap,
  RunKind,
  TriggerKind,
  TriggerSettings,
} from "#lib/contracts";
import { givenOf } from "../runs/given-of.ts";

/** A trigger while it is edited: numbers are texts, so that a field may be empty. */
export interface TriggerForm {
  readonly kind: TriggerKind;
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly catchUp: CatchUp;
  readonly catchUpMost: string;
  readonly upstreams: readonly string[];
  readonly when: "any" | "all";
  readonly runKind: RunKind;
  readonly sample: string;
  /** Empty: as the document is written. */
  readonly environment: string;
  readonly overlap: Overlap;
  readonly retries: string;
  readonly firstSeconds: string;
  readonly mostSeconds: string;
  readonly alertsOn: readonly AlertKind[];
  readonly lateAfter: string;
  readonly people: readonly string[];
  /** Of the address that is kept; empty: none. */
  readonly host: string;
  /** A new address; empty: the one that is kept. */
  readonly url: string;
  /** As they are written; empty ones take the default. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A new trigger: what most people want. */
export const newForm = (kind: TriggerKind, name: string, timeZone: string): TriggerForm => ({
  kind,
  name,
  cron: "0 3 * * *",
  timeZone,
  catchUp: "latest",
  catchUpMost: "5",
  upstreams: [],
  when: "any",
  runKind: "publication",
  sample: "10000",
  environment: "",
  overlap: "skip",
  retries: "2",
  firstSeconds: "60",
  mostSeconds: "3600",
  alertsOn: ["failed", "skipped"],
  lateAfter: "",
  people: [],
  host: "",
  url: "",
  parameters: {},
});

const texts = (given: GivenParameters): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));

/** The form of a trigger that is there; people who cannot be told any more are left out of it. */
export const formOf = (
  name: string,
  settings: TriggerSettings,
  able: readonly { readonly id: string }[],
): TriggerForm => ({
  ...newForm(settings.kind, name, "UTC"),
  ...(settings.kind === "schedule"
    ? {
        cron: settings.cron,
        timeZone: settings.timeZone,
        catchUp: settings.catchUp,
        catchUpMost: String(settings.catchUpMost),
      }
    : {}),
  ...(settings.kind === "versions" ? { upstreams: settings.upstreams, when: settings.when } : {}),
  runKind: settings.runKind,
  sample: settings.sample === undefined ? "" : String(settings.sample),
  environment: settings.environment ?? "",
  overlap: settings.overlap,
  retries: String(settings.retries.count),
  firstSeconds: String(settings.retries.firstSeconds),
  mostSeconds: String(settings.retries.mostSeconds),
  alertsOn: settings.alerts.on,
  lateAfter: settings.alerts.lateAfterMinutes === undefined ? "" : String(settings.alerts.lateAfterMinutes),
  people: settings.alerts.people.filter((id) => able.some((one) => one.id === id)),
  host: settings.alerts.host ?? "",
  parameters: texts(settings.parameters),
});

/** What the chosen kind of run takes in the chosen environment. */
export const declaredFor = (
  parameters: ModuleTriggers["parameters"],
  { runKind, environment }: Pick<TriggerForm, "runKind" | "environment">,
): readonly DeclaredParameter[] =>
  parameters.find(
    (one) => one.runKind === runKind && (runKind === "trial" || (one.environment ?? "") === environment),
  )?.declared ?? [];

function addressOf({ url, host }: TriggerForm): { readonly url?: string; readonly host?: string } {
  if (url.trim() !== "") return { url: url.trim() };
  return host === "" ? {} : { host };
}

/** Values that what runs does not take, such as those of another environment's revision, are left out. */
export function settingsOf(form: TriggerForm, declared: readonly DeclaredParameter[]): TriggerSettings {
  const taken = declared.map(({ name }) => [name, form.parameters[name] ?? ""] as const);
  const common = {
    runKind: form.runKind,
    ...(form.runKind === "trial" && form.sample !== "" ? { sample: Number(form.sample) } : {}),
    ...(form.environment === "" ? {} : { environment: form.environment }),
    overlap: form.overlap,
    retries: {
      count: Number(form.retries),
      firstSeconds: Number(form.firstSeconds),
      mostSeconds: Number(form.mostSeconds),
    },
    alerts: {
      on: [...form.alertsOn],
      ...(form.lateAfter === "" ? {} : { lateAfterMinutes: Number(form.lateAfter) }),
      people: [...form.people],
      ...addressOf(form),
    },
    parameters: givenOf(Object.fromEntries(taken)),
  };
  if (form.kind === "webhook") return { kind: "webhook", ...common };
  if (form.kind === "versions")
    return { kind: "versions", upstreams: [...form.upstreams], when: form.when, ...common };
  return {
    kind: "schedule",
    cron: form.cron.trim(),
    timeZone: form.timeZone.trim(),
    catchUp: form.catchUp,
    catchUpMost: Number(form.catchUpMost),
    ...common,
  };
}
