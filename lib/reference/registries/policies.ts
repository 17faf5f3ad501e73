import { anonymizers, surrogate } from "#lib/anonymizers";
import { privacyClassSchema } from "#lib/contracts";
import { policyProfiles } from "#lib/metadata";
import { defineTopic } from "../define-topic.ts";
import type { Entry, Part } from "../entry.ts";
import { code, entry, fact, pretty, said, text, words } from "../parts.ts";
import { conditionParts } from "./policy-rows.ts";

type Profile = (typeof policyProfiles)[number];

/** Rules by the technique that policies name. */
function ruleOf(technique: string): Part {
  if (technique === surrogate.technique.etlx) return entry("key-strategies", surrogate.id);
  const rule = anonymizers.find((one) => one.technique.etlx === technique);
  return rule ? entry("anonymization", rule.id) : code(technique);
}

type Allowed = NonNullable<Entry["allows"]>[number]["rules"];

const allowedRules = (allowed: Profile["allows"][keyof Profile["allows"]]): Allowed =>
  allowed === "any"
    ? [{ rule: words("any rule", "любое правило"), only: [] }]
    : allowed.map((allowance) => ({ rule: ruleOf(allowance.technique), only: conditionParts(allowance) }));

function entryOf(profile: Profile): Entry {
  const methods = "methods" in profile ? profile.methods : undefined;
  const identifiers = "identifiers" in profile ? profile.identifiers : undefined;
  const keyedOutput = "keyedOutput" in profile ? profile.keyedOutput : undefined;
  const isOwn = profile.id === "default";
  return {
    id: profile.id,
    title: profile.title,
    summary: profile.summary,
    facts: [
      fact(
        text("Holds", "Действует"),
        isOwn
          ? words("for every module", "для каждого модуля")
          : words(
              "beside the workspace's own, where a module names it",
              "рядом с общей, если модуль её указал",
            ),
      ),
      ...(keyedOutput
        ? [fact(text("Output under a key is called", "Результат с ключом называется"), said(keyedOutput))]
        : []),
      ...(methods?.all.map(({ id, label }) => {
        const named = Object.entries(methods.of).filter(([, method]) => method === id);
        return fact(
          label,
          ...(named.length > 0
            ? named.map(([technique]) => ruleOf(technique))
            : [words("no rule", "нет правил")]),
        );
      }) ?? []),
      ...(identifiers?.map(({ code: letter, label }) =>
        fact(text(`(${letter})`, `(${letter})`), said(label)),
      ) ?? []),
    ],
    allows: privacyClassSchema.options.map((privacyClass) => ({
      privacyClass,
      rules: allowedRules(profile.allows[privacyClass]),
    })),
    parameters: [],
    examples: [],
    links: profile.sources,
    ...(isOwn
      ? {}
      : {
          snippet: {
            place: text("in the document", "в документе"),
            text: pretty({ policy: { profiles: [profile.id] } }),
          },
        }),
  };
}

export const policiesTopic = defineTopic({
  id: "policies",
  title: text("Policies", "Политики"),
  summary: text(
    "Which rules a privacy class may be published by. What no policy lists is refused.",
    "Какими правилами можно публиковать колонку каждого класса. Чего нет в политике, то запрещено.",
  ),
  entries: () => policyProfiles.map(entryOf),
});
