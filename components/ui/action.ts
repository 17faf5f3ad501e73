import type { ErrorData, Result } from "#lib/kernel";

/** A server action as pages hand it to components: it answers, it never throws. */
export type Action<Input, Output> = (input: Input) => Promise<Result<Output, ErrorData>>;
