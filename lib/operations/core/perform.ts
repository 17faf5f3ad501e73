import type { z } from "zod";
import { can, isRaw } from "#lib/access";
import { AppError } from "#lib/kernel";
import type { Actor, OpenOperation, Operation, OperationContext, Origin } from "./operation.ts";
import type { Services } from "./services.ts";

export interface Request {
  readonly services: Services;
  readonly actor: Actor | undefined;
  readonly origin: Origin;
  readonly signal: AbortSignal;
}

/** The first problem of an input, with its place and no value. */
function inputProblem(error: z.ZodError): AppError {
  const issue = error.issues[0];
  const place = issue?.path.map(String).join("/") ?? "";
  return new AppError("request-invalid", { detail: place === "" ? "body" : place }, { cause: error });
}

/** @throws AppError `not-signed-in`, `permission-missing`, `raw-impersonated` */
function permitted(operation: Pick<Operation, "permission">, actor: Actor | undefined): Actor {
  if (actor === undefined) throw new AppError("not-signed-in");
  const { permission } = operation;
  if (permission !== "signed-in" && !can(actor.role, permission)) {
    throw new AppError("permission-missing", { permission });
  }
  if (permission !== "signed-in" && isRaw(permission) && actor.impersonatedBy !== undefined)
    throw new AppError("raw-impersonated");
  return actor;
}

const outcomeOf = (error: unknown): "refused" | "failed" => {
  if (!(error instanceof AppError)) return "failed";
  return ["access", "usage", "data", "conflict", "missing"].includes(error.definition.kind)
    ? "refused"
    : "failed";
};

async function audited<I extends z.ZodType, O extends z.ZodType, T>(
  operation: Operation<I, O> | OpenOperation<I, O>,
  request: Request,
  input: z.output<I>,
  work: () => Promise<T>,
): Promise<T> {
  const subject = operation.audit?.(input);
  if (subject === undefined) return work();
  const append = (outcome: "done" | "refused" | "failed", more: Record<string, string> = {}) =>
    request.services.db.audit.append({
      actorId: request.actor?.userId,
      impersonatedBy: request.actor?.impersonatedBy,
      action: operation.id,
      subjectKind: subject.kind,
      subject: subject.name,
      outcome,
      detail: { ...subject.detail, ...more },
    });
  let result: T;
  try {
    result = await work();
    await append("done");
  } catch (error) {
    await append(outcomeOf(error), { error: error instanceof AppError ? error.code : "internal" });
    throw error;
  }
  // It is done, whatever becomes of this: ticks look again by themselves within the hour.
  if (operation.clearsWay) await request.services.db.ticks.lookAgain().catch(() => undefined);
  return result;
}

/**
 * The one way to run an operation: permission, then parsing, then the audit around the work, then the output's shape, so that
 * nothing leaves that the operation did not say.
 * @throws AppError
 */
export async function perform<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O> | OpenOperation<I, O>,
  request: Request,
  raw: unknown,
): Promise<z.output<O>> {
  const context = { services: request.services, origin: request.origin, signal: request.signal };
  if (operation.permission === "anyone") {
    const parsed = operation.input.safeParse(raw);
    if (!parsed.success) throw inputProblem(parsed.error);
    const input = parsed.data;
    const open: OperationContext<undefined> = { ...context, actor: undefined };
    return operation.output.parseAsync(
      await audited(operation, request, input, () => operation.run(open, input)),
    );
  }
  const parsed = operation.input.safeParse(raw);
  if (!parsed.success) {
    permitted(operation, request.actor);
    throw inputProblem(parsed.error);
  }
  const input = parsed.data;
  // An attempt without permission is kept too.
  const work = async () => operation.run({ ...context, actor: permitted(operation, request.actor) }, input);
  return operation.output.parseAsync(await audited(operation, request, input, work));
}
