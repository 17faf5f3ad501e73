import type { RunParameter } from "#lib/contracts";
import { systemClock } from "#lib/kernel";
import type { ModuleDocument } from "#lib/metadata";
import { resolveParameters } from "#lib/schedules";

/** The values that a look takes: the defaults as they are now; null where there is none, required or not. */
export function previewParameters(document: ModuleDocument): readonly RunParameter[] {
  const instant = { at: systemClock.now(), timeZone: "UTC" };
  return (document.parameters ?? []).map((declared): RunParameter => {
    const { name, datatype: type } = declared;
    const found = resolveParameters([{ ...declared, required: false }], {}, instant);
    return (found.ok ? found.value[0] : undefined) ?? { name, type, value: null };
  });
}
