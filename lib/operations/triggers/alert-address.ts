import { randomBytes } from "node:crypto";
import type { TriggerAlerts, TriggerSettings } from "#lib/contracts";
import type { Repositories, TriggerRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { sealSecrets, unsealSecrets } from "#lib/keys/server";

/** Where a trigger's alerts are sent, and what signs them. Paths of such addresses are secrets as often as not, so both are sealed. */
export interface AlertAddress {
  readonly url: string;
  readonly signing: string;
}

export const newSigningSecret = (): string => randomBytes(32).toString("base64url");

export const sealAddress = (masterKey: Uint8Array, trigger: string, address: AlertAddress): Uint8Array =>
  sealSecrets(masterKey, "trigger", trigger, { ...address });

/** @throws AppError `ciphertext-invalid` */
export async function openAddress(
  { triggers }: Pick<Repositories, "triggers">,
  masterKey: Uint8Array,
  { id, settings }: Pick<TriggerRecord, "id" | "settings">,
): Promise<AlertAddress | undefined> {
  const sealed = await triggers.alertSecret(id);
  if (sealed === undefined) return undefined;
  // One that is not sealed yet is in the settings.
  const { signing = "", url = settings.alerts.url } = unsealSecrets(masterKey, "trigger", id, sealed);
  return url === undefined ? undefined : { url, signing };
}

/** All that is shown of where alerts go. */
export const hostOf = ({ host, url }: TriggerAlerts): string | undefined =>
  url === undefined ? host : new URL(url).host;

/** Settings as they are kept and shown: of the address, its host. */
export function withoutAddress(settings: TriggerSettings): TriggerSettings {
  const { url, host: _, ...alerts } = settings.alerts;
  const host = hostOf(settings.alerts);
  return { ...settings, alerts: host === undefined ? alerts : { ...alerts, host } };
}

/**
 * The address after a save: one that is written, the one that is kept, or none. Another address has another secret, so that
 * whoever had the alerts before cannot sign them any more.
 * @throws AppError `alert-address-unknown`
 */
export function addressAfter(
  { url, host }: TriggerAlerts,
  kept: AlertAddress | undefined,
): AlertAddress | undefined {
  if (url !== undefined) return kept?.url === url ? kept : { url, signing: newSigningSecret() };
  if (host === undefined) return undefined;
  if (kept === undefined || new URL(kept.url).host !== host)
    throw new AppError("alert-address-unknown", { host }, { place: { path: "alerts/url" } });
  return kept;
}
