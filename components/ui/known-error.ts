import { type ErrorCodeId, type ErrorData, errorCodes } from "#lib/kernel";

/** An error as it came over the wire. */
export interface AnyError {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly place?: ErrorData["place"];
}

const isKnown = (code: string): code is ErrorCodeId => code in errorCodes;

/** The error with a code this build knows; a code of a newer server reads as an internal failure that names it. */
export const knownError = (error: AnyError): ErrorData =>
  isKnown(error.code)
    ? { code: error.code, params: error.params, place: error.place }
    : { code: "internal", params: { reference: error.code }, place: error.place };
