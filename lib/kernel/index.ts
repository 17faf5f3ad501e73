export { AppError, type ErrorData, type ErrorPlace, errorMessage, errorText } from "./app-error.ts";
export { type Clock, systemClock } from "./clock.ts";
export type { ErrorCode, ErrorKind } from "./error-code.ts";
export { type ErrorCodeId, errorCodes } from "./error-codes.ts";
export { newId } from "./ids.ts";
export { productName } from "./product.ts";
export { err, ok, type Result } from "./result.ts";
export { stageNames } from "./stage-names.ts";
export { detailOf, fillText, type Locale, locales, type Text } from "./text.ts";
