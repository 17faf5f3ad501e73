import type { ErrorCode } from "../error-code.ts";

/** Environments, and what names of documents mean in them. */
export const environmentErrors = {
  "environment-missing": {
    kind: "usage",
    message: {
      en: "There is no environment {environment}, or it is archived: nothing is done there.",
      ru: "Окружения {environment} нет, или оно в архиве: там ничего не делается.",
    },
  },
  "environment-unbound": {
    kind: "usage",
    message: {
      en: "The environment {environment} does not say what {names} mean there. An administrator binds them on its page, Environments → {environment}.",
      ru: "В окружении {environment} не задано, что означают там {names}. Их связывает администратор на странице «Окружения» → {environment}.",
    },
  },
  "environment-store-taken": {
    kind: "conflict",
    message: {
      en: "The store {store} serves the environment {environment} alone, so that no other run moves what is read there. Use another store, or choose that environment.",
      ru: "Хранилище {store} обслуживает только окружение {environment}, чтобы другие запуски не меняли то, что там читают. Возьмите другое хранилище или выберите это окружение.",
    },
  },
  "environment-source-kind": {
    kind: "usage",
    message: {
      en: "{source} is a source of the kind {wanted}, and {place} is one of the kind {kind}: scripts written for one do not run on the other.",
      ru: "Источник {source} — вида {wanted}, а {place} — вида {kind}: скрипты, написанные для одного, не выполнятся на другом.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
