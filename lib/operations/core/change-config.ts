import { z } from "zod";
import { AppError } from "#lib/kernel";
import type { SourceDefinition } from "#lib/sources";
import type { StoreDefinition } from "#lib/stores";
import { type SplitConfig, secretFields, splitConfig } from "./split-config.ts";

type Values = Readonly<Record<string, unknown>>;
type Kind = Pick<SourceDefinition | StoreDefinition, "config" | "secretsGoTo">;

const fieldsSchema = z.record(z.string(), z.unknown());

/** Whether a configuration uses a secret: one that a form does not ask for cannot be given again. */
function isUsed({ config: schema }: Kind, name: string, config: unknown): boolean {
  const when = secretFields(schema).get(name)?.when;
  return when === undefined || when.is.includes(String(fieldsSchema.parse(config)[when.field]));
}

/**
 * A kept configuration with changes. Kept secrets go only where they already went: whoever may change a host could otherwise
 * have the password sent to one of their own. A place that moves drops those that it does not use.
 * @throws AppError `config-invalid`, `secret-needed`
 */
export function changeConfig(
  kind: Kind,
  kept: { readonly config: Values; readonly secrets: Readonly<Record<string, string>> },
  given: Values,
): SplitConfig {
  const changed = splitConfig(kind.config, given, kept.secrets);
  const before = kind.config.safeParse({ ...kept.config, ...kept.secrets });
  const destination = (config: unknown) => JSON.stringify(kind.secretsGoTo?.(config) ?? config);
  if (before.success && destination(before.data) === destination(changed.full)) return changed;
  const reused = Object.keys(kept.secrets).filter((name) => given[name] === undefined || given[name] === "");
  const needed = reused.find((name) => isUsed(kind, name, changed.full));
  if (needed !== undefined) throw new AppError("secret-needed", { field: needed });
  return splitConfig(kind.config, given, {});
}
