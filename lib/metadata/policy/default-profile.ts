import { always, definePolicyProfile } from "./definition.ts";

const removed = always("drop", "redact", "null");
const replaced = always(
  "mask",
  "pseudonymize",
  "encrypt",
  "fpe",
  "identifier",
  "fake",
  "surrogate",
  "redact-text",
);
const coarsened = always(
  "generalize-number",
  "generalize-date",
  "generalize-category",
  "generalize-prefix",
  "generalize-ip",
  "generalize-geo",
);
const blurred = always("round", "top-bottom-code", "noise", "date-shift", "shuffle");

/** Holds for every module, beside the profiles that it chooses. */
export const defaultProfile = definePolicyProfile({
  id: "default",
  title: { en: "Workspace policy", ru: "Политика рабочего пространства" },
  summary: {
    en: "What identifies a person directly is removed, replaced or coarsened, never kept, blurred, shuffled or left to a script.",
    ru: "Прямые идентификаторы удаляются, заменяются или огрубляются; их нельзя оставлять, зашумлять, перемешивать и отдавать скрипту.",
  },
  sources: [],
  allows: {
    "direct-identifier": [...removed, ...replaced, ...coarsened],
    "quasi-identifier": [
      ...removed,
      ...replaced,
      ...coarsened,
      ...blurred,
      ...always("keep", "column-script", "python-script"),
    ],
    sensitive: [
      ...removed,
      ...replaced,
      ...coarsened,
      ...blurred,
      ...always("keep", "column-script", "python-script"),
    ],
    insensitive: "any",
  },
});
