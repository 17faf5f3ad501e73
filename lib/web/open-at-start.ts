import { AppError } from "#lib/kernel";
import { log } from "#lib/telemetry/server";
import { services } from "./services.ts";

/** Opens what requests need. A mistake of the set-up ends the process with its sentence; records that are not up yet do not. */
export async function openAtStart(): Promise<void> {
  try {
    await services();
  } catch (error) {
    if (error instanceof AppError && error.definition.kind === "usage") {
      console.error(error.message);
      process.exit(2);
    }
    log("web").error({ err: error }, "The records do not answer yet");
  }
}
