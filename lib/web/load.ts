import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { z } from "zod";
import type { SessionView } from "#lib/contracts";
import { AppError, type ErrorData, err, ok, type Result } from "#lib/kernel";
import {
  getSession,
  getSetUpState,
  type OpenOperation,
  type Operation,
  perform,
} from "#lib/operations/server";
import { errorData } from "./error-answer.ts";
import { pathHeader } from "./path-header.ts";
import { webRequest } from "./request.ts";

const longest = 60_000;

/**
 * An operation's answer for a page. Whoever is not signed in is sent to do so and comes back; what does not exist is the
 * not-found page; other errors are answered, for the page to show.
 */
export async function load<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O> | OpenOperation<I, O>,
  input: z.input<I>,
): Promise<Result<z.output<O>, ErrorData>> {
  const given = new Headers(await headers());
  try {
    const asked = await webRequest(given, AbortSignal.timeout(longest));
    return ok(await perform(operation, asked, input));
  } catch (error) {
    if (error instanceof AppError && error.code === "not-signed-in") await toSignIn(given);
    if (error instanceof AppError && error.code === "not-found") notFound();
    return err(errorData(error));
  }
}

async function toSignIn(given: Headers): Promise<never> {
  const asked = await webRequest(given, AbortSignal.timeout(longest));
  const { needed } = await perform(getSetUpState, asked, {});
  if (needed) redirect("/set-up");
  const path = given.get(pathHeader) ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(path)}`);
}

/** Who is signed in, for the shell; sends everybody else to sign in. */
export async function session(): Promise<SessionView> {
  const found = await load(getSession, {});
  if (found.ok) return found.value;
  throw new AppError(found.error.code, found.error.params);
}

/** Who is signed in, for pages that are open to all. */
export async function optionalSession(): Promise<SessionView | undefined> {
  const asked = await webRequest(new Headers(await headers()), AbortSignal.timeout(longest));
  return asked.actor === undefined ? undefined : perform(getSession, asked, {});
}
