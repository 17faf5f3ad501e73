import { apiErrors } from "./errors/apis.ts";
import { dataErrors } from "./errors/data.ts";
import { documentErrors } from "./errors/document.ts";
import { environmentErrors } from "./errors/environments.ts";
import { requestErrors } from "./errors/requests.ts";
import { runErrors } from "./errors/runs.ts";
import { scriptErrors } from "./errors/scripts.ts";
import { sourceErrors } from "./errors/sources.ts";
import { storeErrors } from "./errors/stores.ts";
import { triggerErrors } from "./errors/triggers.ts";

/** Every error the product can show. `{places}` are filled from the error's parameters, which never hold raw data or secrets. */
export const errorCodes = {
  ...requestErrors,
  ...documentErrors,
  ...sourceErrors,
  ...apiErrors,
  ...scriptErrors,
  ...dataErrors,
  ...storeErrors,
  ...runErrors,
  ...triggerErrors,
  ...environmentErrors,
} as const;

export type ErrorCodeId = keyof typeof errorCodes;
