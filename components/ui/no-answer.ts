import type { ErrorData } from "#lib/kernel";

/** What a page says where a request of it got no answer: the connection is gone, or the server is. */
export const noAnswer: ErrorData = { code: "no-answer", params: {} };
