import type { TriggerSecrets, TriggerSettings } from "#lib/contracts";
import type { Action } from "../ui/action.ts";

/** What the page of a module's triggers can do. */
export interface TriggerActions {
  readonly save: Action<
    { module: string; id?: string; name: string; settings: TriggerSettings },
    TriggerSecrets
  >;
  readonly pause: Action<{ id: string; paused: boolean }, unknown>;
  readonly remove: Action<{ id: string }, unknown>;
  readonly renewToken: Action<{ id: string }, TriggerSecrets>;
  readonly renewSecret: Action<{ id: string }, TriggerSecrets>;
}
