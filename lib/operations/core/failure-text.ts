import { AppError, errorMessage, type Text } from "#lib/kernel";

/** Why something in a store did not succeed, for who looks at its page; errors that are not ours are named by a reference alone. */
export function failureText(error: unknown, reference: string): Text {
  const known = error instanceof AppError ? error : new AppError("internal", { reference });
  const data = known.toData();
  return { en: errorMessage(data, "en"), ru: errorMessage(data, "ru") };
}
