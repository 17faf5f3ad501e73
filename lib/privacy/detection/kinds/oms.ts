import { defineKind } from "../definition.ts";
import { renumbered } from "../suggestions.ts";
import { isOms } from "../value-tests.ts";

export const oms = defineKind({
  id: "oms",
  title: { en: "Health insurance policy (OMS)", ru: "Полис ОМС" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "oms",
      "омс",
      "polis_oms",
      "полис_омс",
      "oms_policy",
      "enp",
      "енп",
      "полис",
      "polis",
      "policy_number",
      "insurance_policy",
    ],
  },
  values: { matches: isOms, chance: 0.1, most: 2.5 },
  isNumber: true,
  suggest: renumbered("oms"),
});
