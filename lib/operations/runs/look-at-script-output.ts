import { z } from "zod";
import { scriptOutputTextSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { openScriptOutput } from "../run-ports/index.ts";

/** Shows what a script printed in a run to those who may see raw data; every look is in the audit. */
export const lookAtScriptOutput = defineOperation({
  id: "look-at-script-output",
  title: { en: "Read a script's output", ru: "Прочитать вывод скрипта" },
  permission: "script-output:look",
  input: z.strictObject({ run: z.uuid(), id: z.uuid() }),
  output: scriptOutputTextSchema,
  audit: ({ run, id }) => ({ kind: "run", name: run, detail: { output: id } }),
  run: ({ services: { db, masterKey } }, { run, id }) => openScriptOutput({ db, masterKey }, run, id),
});
