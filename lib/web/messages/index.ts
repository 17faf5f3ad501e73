import type { Locale } from "#lib/kernel";
import adminEn from "./en/admin.json" with { type: "json" };
import authEn from "./en/auth.json" with { type: "json" };
import commonEn from "./en/common.json" with { type: "json" };
import editorEn from "./en/editor.json" with { type: "json" };
import environmentsEn from "./en/environments.json" with { type: "json" };
import helpEn from "./en/help.json" with { type: "json" };
import homeEn from "./en/home.json" with { type: "json" };
import keysEn from "./en/keys.json" with { type: "json" };
import modulesEn from "./en/modules.json" with { type: "json" };
import previewEn from "./en/preview.json" with { type: "json" };
import proposalsEn from "./en/proposals.json" with { type: "json" };
import runsEn from "./en/runs.json" with { type: "json" };
import shellEn from "./en/shell.json" with { type: "json" };
import sourcesEn from "./en/sources.json" with { type: "json" };
import storesEn from "./en/stores.json" with { type: "json" };
import triggersEn from "./en/triggers.json" with { type: "json" };
import versionsEn from "./en/versions.json" with { type: "json" };
import adminRu from "./ru/admin.json" with { type: "json" };
import authRu from "./ru/auth.json" with { type: "json" };
import commonRu from "./ru/common.json" with { type: "json" };
import editorRu from "./ru/editor.json" with { type: "json" };
import environmentsRu from "./ru/environments.json" with { type: "json" };
import helpRu from "./ru/help.json" with { type: "json" };
import homeRu from "./ru/home.json" with { type: "json" };
import keysRu from "./ru/keys.json" with { type: "json" };
import modulesRu from "./ru/modules.json" with { type: "json" };
import previewRu from "./ru/preview.json" with { type: "json" };
import proposalsRu from "./ru/proposals.json" with { type: "json" };
import runsRu from "./ru/runs.json" with { type: "json" };
import shellRu from "./ru/shell.json" with { type: "json" };
import sourcesRu from "./ru/sources.json" with { type: "json" };
import storesRu from "./ru/stores.json" with { type: "json" };
import triggersRu from "./ru/triggers.json" with { type: "json" };
import versionsRu from "./ru/versions.json" with { type: "json" };

const en = {
  admin: adminEn,
  auth: authEn,
  common: commonEn,
  editor: editorEn,
  environments: environmentsEn,
  help: helpEn,
  home: homeEn,
  keys: keysEn,
  modules: modulesEn,
  proposals: proposalsEn,
  preview: previewEn,
  runs: runsEn,
  shell: shellEn,
  sources: sourcesEn,
  stores: storesEn,
  triggers: triggersEn,
  versions: versionsEn,
};

/** The shape both languages have: English is the pattern. */
export type Messages = typeof en;

const ru: Messages = {
  admin: adminRu,
  auth: authRu,
  common: commonRu,
  editor: editorRu,
  environments: environmentsRu,
  help: helpRu,
  home: homeRu,
  keys: keysRu,
  modules: modulesRu,
  proposals: proposalsRu,
  preview: previewRu,
  runs: runsRu,
  shell: shellRu,
  sources: sourcesRu,
  stores: storesRu,
  triggers: triggersRu,
  versions: versionsRu,
};

/** Every text of the interface, by language and namespace (one file each). A key missing in Russian is a type error. */
export const messages: Readonly<Record<Locale, Messages>> = { en, ru };
