import type { Text } from "#lib/kernel";
import { isLoopback } from "#lib/network";

/** What is said where somebody between us and a host could read along. */
export const listenersWarning = (host: string, isEncrypted: boolean): readonly Text[] =>
  isEncrypted || isLoopback(host)
    ? []
    : [{ en: "The connection is not encrypted.", ru: "Соединение не зашифровано." }];
