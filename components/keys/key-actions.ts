import type { KeyChange, ReIdentified } from "#lib/contracts";
import type { Action } from "../ui/action.ts";

interface Admission {
  readonly domain: string;
  readonly module: string;
}

/** What somebody may do with keys; the server asks for the permission again. */
export interface KeyActions {
  readonly admit: Action<Admission, unknown>;
  readonly dismiss: Action<Admission, unknown>;
  readonly rotate: Action<{ domain: string }, KeyChange>;
  readonly destroy: Action<{ domain: string; keyId: string; confirm: string }, KeyChange>;
  readonly reIdentify: Action<
    { module: string; number: number; table: string; column: string; values: string[]; reason: string },
    ReIdentified
  >;
}
