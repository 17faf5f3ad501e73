import { z } from "zod";
import { type ColumnType, columnTypeNames, formatColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { checkExpression, columnsOf, compileExpression, parseExpression, type Sql, sql } from "#lib/sql";
import { type AnonymizeContext, type Anonymizer, defineAnonymizer, type InnerUse } from "../definition.ts";
import { domainParam } from "../domain-param.ts";
import { text, textParam } from "../texts.ts";

/** The word for the column's own value. */
const ownValue = "value";

interface Parameters {
  readonly when: string;
  readonly apply: InnerUse;
  readonly otherwise: InnerUse;
  readonly domain?: string | undefined;
}

const use = (label: Text) =>
  z
    .strictObject({
      rule: textParam({ min: 1, max: 60 }).meta({ label: text("Rule", "Правило") }),
      with: z
        .record(z.string(), z.json())
        .optional()
        .meta({ label: text("Parameters", "Параметры") }),
    })
    .meta({ label, use: "anonymizer" });

/**
 * Applies one rule where a condition holds and another one elsewhere, the unknown included. It cannot stand on a key:
 * two rules may give two keys one value, and a foreign key has no columns to ask the condition about.
 */
export function conditionalOver(rules: readonly Anonymizer[]) {
  const parsedUse = ({
    rule: id,
    with: given,
  }: InnerUse): { rule: Anonymizer; params: unknown } | undefined => {
    const rule = rules.find((candidate) => candidate.id === id);
    const parsed = rule?.params.safeParse(given ?? {});
    return rule && parsed?.success ? { rule, params: parsed.data } : undefined;
  };
  const inner = (p: Parameters) => [p.apply, p.otherwise].flatMap((one) => parsedUse(one) ?? []);
  const returnsOf = (
    { rule, params }: { rule: Anonymizer; params: unknown },
    type: ColumnType,
  ): ColumnType | undefined => {
    if (typeof rule.returns === "function") return rule.returns(type, params);
    if (rule.returns === "none" || rule.returns === "decimal") return undefined;
    return rule.returns === "same" ? type : { name: rule.returns };
  };
  const columnsRead = ({ when }: Parameters): readonly string[] => {
    const parsed = parseExpression(when);
    return parsed.ok ? columnsOf(parsed.value).filter((column) => column !== ownValue) : [];
  };

  function innerProblem(one: InnerUse, type: ColumnType): Text | undefined {
    const rule = rules.find((candidate) => candidate.id === one.rule);
    if (!rule)
      return text(`${one.rule} cannot be chosen by a condition`, `${one.rule} нельзя выбрать по условию`);
    const parsed = rule.params.safeParse(one.with ?? {});
    const invalid = text(`the parameters of ${one.rule} are not right`, `неверные параметры ${one.rule}`);
    if (!parsed.success) return invalid;
    if (!rule.accepts.includes(type.name))
      return text(
        `${one.rule} does not work on the type ${formatColumnType(type)}`,
        `${one.rule} не работает с типом ${formatColumnType(type)}`,
      );
    const { acrossRows } = rule.properties;
    const needsRows = typeof acrossRows === "function" ? acrossRows(parsed.data) : acrossRows;
    if (
      needsRows ||
      !rule.compile ||
      rule.map?.when?.(parsed.data, type) ||
      rule.capacity?.(parsed.data) !== undefined
    )
      return text(
        `${one.rule} looks at the whole column and cannot be chosen by a condition`,
        `${one.rule} смотрит на всю колонку, его нельзя выбрать по условию`,
      );
    if (one.with?.domain !== undefined)
      return text(
        "name the linkage domain beside the condition",
        "домен связывания указывается рядом с условием",
      );
    return rule.problem?.(parsed.data, type);
  }

  function problem(p: Parameters, type: ColumnType): Text | undefined {
    const parsed = parseExpression(p.when);
    if (!parsed.ok) return parsed.error.message;
    const found = innerProblem(p.apply, type) ?? innerProblem(p.otherwise, type);
    if (found) return found;
    const types = inner(p).map((one) => returnsOf(one, type));
    const [first, second] = types.map((made) => made && formatColumnType(made));
    if (first === undefined || second === undefined)
      return text("a condition cannot leave the column out", "по условию нельзя исключить колонку");
    if (first !== second)
      return text(
        `one rule makes ${first}, the other ${second}`,
        `одно правило даёт ${first}, другое — ${second}`,
      );
    const entities = new Set(inner(p).map(({ rule, params }) => rule.entity?.(params) ?? ""));
    entities.delete("");
    return entities.size > 1
      ? text("both rules must belong to one entity", "оба правила должны относиться к одной сущности")
      : undefined;
  }

  function applied(context: AnonymizeContext<Parameters>, one: InnerUse): Sql {
    const found = parsedUse(one);
    const { keyedFor } = context;
    if (!found?.rule.compile || !keyedFor) return sql`null`;
    return found.rule.compile.duckdb({ ...context, params: found.params, keyed: keyedFor(found.rule.id) });
  }

  return defineAnonymizer({
    id: "conditional",
    version: 1,
    accepts: columnTypeNames,
    returns: (type: ColumnType, p: Parameters): ColumnType => {
      const first = parsedUse(p.apply);
      return (first && returnsOf(first, type)) ?? { name: "string" };
    },
    needs: (p: Parameters) => [
      ...new Set(
        inner(p).flatMap(({ rule, params }) =>
          typeof rule.needs === "function" ? rule.needs(params) : (rule.needs ?? []),
        ),
      ),
    ],
    entity: (p: Parameters) =>
      inner(p)
        .map(({ rule, params }) => rule.entity?.(params))
        .find((entity) => entity !== undefined),
    properties: {
      deterministic: true,
      keyed: (p: Parameters) =>
        inner(p).some(({ rule, params }) => {
          const { keyed } = rule.properties;
          return typeof keyed === "function" ? keyed(params) : keyed;
        }),
      reversible: false,
      unique: "lossy",
      nulls: "kept",
      showsPart: (p: Parameters) =>
        inner(p).some(({ rule, params }) => {
          const shows = rule.properties.showsPart;
          return typeof shows === "function" ? shows(params) : (shows ?? false);
        }),
    },
    columnsUsed: (p: Parameters) => [
      ...new Set([
        ...columnsRead(p),
        ...inner(p).flatMap(({ rule, params }) => rule.columnsUsed?.(params) ?? []),
      ]),
    ],
    columnsShown: (p: Parameters) => [
      ...new Set(inner(p).flatMap(({ rule, params }) => rule.columnsShown?.(params) ?? [])),
    ],
    privateParams: ["when"],
    appliedRules: (p: Parameters) => [p.apply, p.otherwise],
    params: z.strictObject({
      when: textParam({ min: 1, max: 10_000 }).meta({
        label: text("When", "Когда"),
        language: "expression",
        help: text(
          "A condition over value and other columns, such as country = 'US'.",
          "Условие над value и другими колонками, например country = 'US'.",
        ),
      }),
      apply: use(text("Rule where it holds", "Правило, если выполнено")),
      otherwise: use(text("Rule elsewhere", "Правило в остальных случаях")),
      domain: domainParam(),
    }),
    problem,
    problemInTable: (p, type, datatypes) => {
      const parsed = parseExpression(p.when);
      if (!parsed.ok) return parsed.error.message;
      const checked = checkExpression(parsed.value, {
        get: (name) => (name === ownValue ? formatColumnType(type) : datatypes.get(name)),
      });
      if (!checked.ok) return checked.error.message;
      if (checked.value !== "boolean" && checked.value !== "null")
        return text("a condition is true or false", "условие либо верно, либо нет");
      return inner(p)
        .map(({ rule, params }) => rule.problemInTable?.(params, type, datatypes))
        .find((found) => found !== undefined);
    },
    compile: {
      duckdb: (context) => {
        const { value, params, column } = context;
        const parsed = parseExpression(params.when);
        if (!parsed.ok) return sql`null`;
        const condition = compileExpression(parsed.value, (name) =>
          name === ownValue ? value : column(name),
        );
        return sql`case when ${value} is null then null when ${condition} then ${applied(context, params.apply)} else ${applied(context, params.otherwise)} end`;
      },
    },
    technique: { dpv: null, etlx: "conditional", label: text("Chosen by a condition", "Выбор по условию") },
    docs: {
      title: text("Choose by a condition", "Выбор по условию"),
      summary: text(
        "Applies one rule where a condition holds and another one elsewhere. Not for keys.",
        "Применяет одно правило, где условие выполнено, и другое в остальных случаях. Не для ключей.",
      ),
      risk: text(
        "The form of a value tells whether the condition held.",
        "По виду значения видно, выполнено ли условие.",
      ),
      examples: [
        {
          params: {
            when: "length(value) > 4",
            apply: { rule: "mask", with: { keepStart: 1 } },
            otherwise: { rule: "redact" },
          },
          input: "Светлана",
          output: "С*******",
        },
        {
          params: {
            when: "length(value) > 4",
            apply: { rule: "mask", with: { keepStart: 1 } },
            otherwise: { rule: "redact" },
          },
          input: "Anna",
          output: "[redacted]",
        },
        {
          params: {
            when: "value >= 90",
            apply: { rule: "generalize-number", with: { width: 1000 } },
            otherwise: { rule: "generalize-number", with: { width: 10 } },
          },
          type: "integer",
          input: "101",
          output: "[0, 1000)",
        },
        {
          params: {
            when: "value like 'test%'",
            apply: { rule: "redact" },
            otherwise: { rule: "pseudonymize" },
          },
          input: "4711",
          output: "03576dc97348471939fe7c82dfe59a8a",
        },
        {
          params: { when: "true", apply: { rule: "redact" }, otherwise: { rule: "redact" } },
          input: null,
          output: null,
        },
      ],
    },
  });
}
