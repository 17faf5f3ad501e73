import type { z } from "zod";
import type { Permission, Role } from "#lib/access";
import type { Text } from "#lib/kernel";
import type { Services } from "./services.ts";

/** Who asks. `impersonatedBy` is set where an administrator is signed in as this person. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly impersonatedBy?: string;
}

/** Where a request came from, for what is allowed before anybody has signed in. */
export interface Origin {
  /** It comes from the computer the server runs on. */
  readonly local: boolean;
}

export interface OperationContext<Who = Actor> {
  readonly services: Services;
  readonly actor: Who;
  readonly origin: Origin;
  readonly signal: AbortSignal;
}

/** What the audit keeps of an operation. Names and numbers only: never raw data, never a secret. */
export interface AuditSubject {
  readonly kind: string;
  readonly name: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

interface Common<I extends z.ZodType, O extends z.ZodType> {
  /** Verb-noun; the file has the same name. */
  readonly id: string;
  readonly title: Text;
  readonly input: I;
  readonly output: O;
  /** Every command has one; so has a query that looks at raw data. Absent: a look that nobody has to account for. */
  audit?(input: z.output<I>): AuditSubject;
  /** It may take away what stood in a run's way: triggers that wait to look again do so at once. */
  readonly clearsWay?: true;
}

/** One thing the product does for somebody: parsed, permitted, audited and answered by the adapters, once. */
export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType>
  extends Common<I, O> {
  /** `signed-in`: any role. */
  readonly permission: Permission | "signed-in";
  run(context: OperationContext, input: z.output<I>): Promise<z.input<O>>;
}

/** What somebody may do who has not signed in: make the first administrator, and ask whether that is needed. */
export interface OpenOperation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType>
  extends Common<I, O> {
  readonly permission: "anyone";
  run(context: OperationContext<undefined>, input: z.output<I>): Promise<z.input<O>>;
}

export const defineOperation = <const Id extends string, I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O> & { readonly id: Id },
): Operation<I, O> & { readonly id: Id } => operation;

export const defineOpenOperation = <const Id extends string, I extends z.ZodType, O extends z.ZodType>(
  operation: OpenOperation<I, O> & { readonly id: Id },
): OpenOperation<I, O> & { readonly id: Id } => operation;
