import { headers } from "next/headers";
import type { z } from "zod";
import { type ErrorData, err, ok, type Result } from "#lib/kernel";
import { type OpenOperation, type Operation, perform } from "#lib/operations/server";
import { errorData } from "./error-answer.ts";
import { webRequest } from "./request.ts";

/** Milliseconds that an action may take; a live test of a source waits longest. */
const longest = 60_000;

/** An operation as a server action: it answers, it never throws. Next holds the origin of actions to its host's own. */
export function actionFor<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O> | OpenOperation<I, O>,
): (input: z.input<I>) => Promise<Result<z.output<O>, ErrorData>> {
  return async (input) => {
    try {
      const asked = await webRequest(new Headers(await headers()), AbortSignal.timeout(longest));
      return ok(await perform(operation, asked, input));
    } catch (error) {
      return err(errorData(error));
    }
  };
}
