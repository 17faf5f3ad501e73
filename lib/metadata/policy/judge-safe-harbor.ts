import { isKeyed, uniquenessOf } from "#lib/anonymizers";
import type { ColumnType, SafeHarborReport } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { hipaaSafeHarbor } from "./hipaa-safe-harbor.ts";
import { appliedRules, refusedRules } from "./judge-rule.ts";

/** One column of a published table, and what was counted in it. No value of it. */
export interface SafeHarborColumn {
  readonly table: string;
  readonly column: string;
  /** The cleansed type. */
  readonly type: ColumnType;
  /** The rule by which it leaves; absent where it leaves as it is. */
  readonly use?: { readonly rule: string; readonly with?: Readonly<Record<string, unknown>> | undefined };
  readonly isPublished: boolean;
  readonly isKey: boolean;
  /** Whether its table tells of persons: where the module names theirs, keys lead to it. */
  readonly isOfPersons: boolean;
  /** Kinds of personal data that its cleansed values and its name speak for, the likeliest first. */
  readonly kinds: readonly string[];
  /** Whether its cleansed values are words or numbers that many rows share, so that none names anybody. */
  readonly isShared: boolean;
  /** Of published values: how many there are and differ, are finer than a year, tell an age over 89, and hold an address or number. */
  readonly present: number;
  readonly distinct: number;
  readonly finerThanYear: number;
  readonly olderThan89: number;
  readonly contacts: Readonly<Record<string, number>>;
}

type Finding = {
  readonly code: string;
  readonly status: "met" | "not-met" | "unknown";
  readonly reason: Text;
};
type Identifier = SafeHarborReport["identifiers"][number];

const moments = new Set(["date", "timestamp", "timestamp(tz)"]);
/** Kinds of text that may hold any identifier. */
const anything = ["free-text", "json"];
/** Places have rules of their own: a state may stay. */
const labelled = new Set(["generalize-category"]);
/** From this share of different values on, a column tells rows apart. */
const uniqueShare = 0.9;
const fewRows = 20;

const text = (en: string, ru: string): Text => ({ en, ru });
const reasons = {
  unpublished: text("it is not published", "не публикуется"),
  allowed: text("the rule takes the identifier out", "правило убирает идентификатор"),
  numbered: text(
    "numbered anew: the code is not derived from information about the person",
    "пронумеровано заново: код не выведен из сведений о человеке",
  ),
  plain: text("published as it is", "публикуется как есть"),
  derived: text(
    "what is published is derived from the identifier or a part of it",
    "публикуемое выведено из идентификатора или является его частью",
  ),
  zip: text(
    "three digits, and 000 for areas of at most 20,000 people",
    "три цифры, и 000 для районов до 20 000 жителей",
  ),
  place: text(
    "nobody has shown that every label is a state or larger",
    "не показано, что каждая метка — штат или крупнее",
  ),
  year: text("nothing finer than a year", "ничего точнее года"),
  ages: text("ages over 89 are one group", "возраст старше 89 объединён"),
  text: text(
    "free text: no search shows that it holds no identifier",
    "свободный текст: никакой поиск не докажет, что в нём нет идентификаторов",
  ),
  unlinked: text(
    "no keys lead to the persons: nobody has shown whether it tells of people",
    "ключи не ведут к людям: не показано, говорит ли она о людях",
  ),
  unknown: text("nobody knows what it holds", "неизвестно, что в ней"),
  binary: text("binary data can be an image or a print", "двоичные данные могут быть снимком или отпечатком"),
} as const;

/** Below this a count could point at a few people. */
const leastCount = 5;

const some = (count: number, en: string, ru: string): Text =>
  count < leastCount
    ? text(`${en} (fewer than ${leastCount})`, `${ru} (меньше ${leastCount})`)
    : text(`${en} (${count})`, `${ru} (${count})`);

/** Whether the profile takes the rule for what identifies directly. */
const isRemoved = ({ use, type }: SafeHarborColumn): boolean =>
  use !== undefined &&
  appliedRules(use).length > 0 &&
  refusedRules(hipaaSafeHarbor, "direct-identifier", use, type).length === 0;

const isZip3 = ({ use }: SafeHarborColumn): boolean => use?.with?.preset === "us-zip3";
const isKept = ({ use }: SafeHarborColumn): boolean => use === undefined || use.rule === "keep";
const isNumbered = ({ use }: SafeHarborColumn): boolean => use?.rule === "surrogate";
const isReadable = (column: SafeHarborColumn): boolean => !isRemoved(column);

function judgePlace(column: SafeHarborColumn): Omit<Finding, "code"> {
  if (isZip3(column)) return { status: "met", reason: reasons.zip };
  if (isRemoved(column)) return { status: "met", reason: reasons.allowed };
  return column.use && labelled.has(column.use.rule)
    ? { status: "unknown", reason: reasons.place }
    : { status: "not-met", reason: isKept(column) ? reasons.plain : reasons.derived };
}

/** Dates and ages are judged by what is published, whatever the rule. */
function judgeTime(column: SafeHarborColumn): Omit<Finding, "code"> {
  if (isRemoved(column)) return { status: "met", reason: reasons.allowed };
  if (column.finerThanYear > 0)
    return {
      status: "not-met",
      reason: some(column.finerThanYear, "values finer than a year", "значения точнее года"),
    };
  if (column.olderThan89 > 0)
    return {
      status: "not-met",
      reason: some(
        column.olderThan89,
        "values that tell an age over 89",
        "значения, выдающие возраст старше 89",
      ),
    };
  return {
    status: "met",
    reason: column.kinds.includes("age") ? reasons.ages : reasons.year,
  };
}

function judgeNamed(column: SafeHarborColumn): Omit<Finding, "code"> {
  if (isNumbered(column)) return { status: "met", reason: reasons.numbered };
  if (isRemoved(column)) return { status: "met", reason: reasons.allowed };
  return {
    status: "not-met",
    reason: isKept(column) ? reasons.plain : reasons.derived,
  };
}

/** Images and prints are binary data: where there are none, the type says so. */
const toldByType = new Set(["P", "Q"]);

const judges: Readonly<Record<string, (column: SafeHarborColumn) => Omit<Finding, "code">>> = {
  B: judgePlace,
  C: judgeTime,
};

/** Addresses and numbers that stand in the published text itself, whatever the column is called. */
const contactCodes: Readonly<Record<string, string>> = { email: "F", url: "N", ip: "O", ssn: "G" };

const contactFindings = ({ contacts }: SafeHarborColumn): readonly Finding[] =>
  Object.entries(contactCodes).flatMap(([kind, code]) => {
    const found = contacts[kind] ?? 0;
    const reason = some(found, "published texts hold them", "встречаются в публикуемых текстах");
    return found > 0 ? [{ code, status: "not-met" as const, reason }] : [];
  });

/** Whether different values get different codes that are made of them. */
const isDerivedCode = ({ use }: SafeHarborColumn): boolean =>
  use !== undefined &&
  appliedRules(use).some(
    ({ definition, params }) =>
      definition.kind === "anonymizer" &&
      isKeyed(definition, params) &&
      uniquenessOf(definition, params) !== "lossy",
  );

/** What nobody named: unique codes, keys, and what cannot be known. */
function otherFindings(column: SafeHarborColumn): readonly Finding[] {
  const { type, isKey, present, distinct, kinds } = column;
  if (isNumbered(column)) return [{ code: "R", status: "met", reason: reasons.numbered }];
  if (!isReadable(column)) return [];
  if (kinds.some((kind) => anything.includes(kind)))
    return ["A", "R"].map((code) => ({ code, status: "unknown", reason: reasons.text }));
  if (type.name === "binary")
    return ["P", "Q"].map((code) => ({ code, status: "unknown", reason: reasons.binary }));
  if (isKey || isDerivedCode(column)) return [{ code: "R", ...judgeNamed(column) }];
  if (kinds.length > 0) return [];
  const isCode = ["string", "uuid", "integer"].includes(type.name);
  const isUnique = present >= fewRows && distinct >= uniqueShare * present;
  if (isCode && isUnique) return [{ code: "R", ...judgeNamed(column) }];
  return ["string", "uuid", "json"].includes(type.name) && !column.isShared
    ? [{ code: "R", status: "unknown", reason: reasons.unknown }]
    : [];
}

/** Whether detection takes the column for the identifier, and not its type or its keys alone. */
const isNamed = ({ kinds }: SafeHarborColumn, code: string): boolean =>
  kinds.some((kind) => hipaaSafeHarbor.identifiers?.find((one) => one.code === code)?.kinds.includes(kind));

function findings(column: SafeHarborColumn): readonly Finding[] {
  const isMoment = moments.has(column.type.name);
  const named = (hipaaSafeHarbor.identifiers ?? []).filter(
    ({ code, kinds }) => column.kinds.some((kind) => kinds.includes(kind)) || (code === "C" && isMoment),
  );
  if (!column.isPublished)
    return named.map(({ code }) => ({ code, status: "met", reason: reasons.unpublished }));
  const judged = named.map(({ code }) => ({ code, ...(judges[code] ?? judgeNamed)(column) }));
  const codes = new Set(judged.map(({ code }) => code));
  const others = isMoment ? [] : otherFindings(column);
  const all = [...judged, ...others.filter(({ code }) => !codes.has(code))];
  // Goods have codes and dates too; what is named a person's or looks like it counts wherever it stands.
  const softened = all.map((finding) =>
    finding.status === "not-met" && !column.isOfPersons && !isNamed(column, finding.code)
      ? { ...finding, status: "unknown" as const, reason: reasons.unlinked }
      : finding,
  );
  return [...softened, ...contactFindings(column).filter(({ code }) => !codes.has(code))];
}

function statusOf(
  columns: Identifier["columns"],
  isTold: boolean,
  isAnyUnknown: boolean,
): Identifier["status"] {
  if (columns.some(({ status }) => status === "not-met")) return "not-met";
  if (columns.some(({ status }) => status === "unknown")) return "unknown";
  if (columns.length > 0) return "met";
  // Nothing tells these from other data: absent only where nothing else is in doubt.
  return isTold || !isAnyUnknown ? "not-applicable" : "unknown";
}

/** The 18 identifiers, each met, not met, not there, or not known, with the columns that say so. */
export function judgeSafeHarbor(
  columns: readonly SafeHarborColumn[],
): Pick<SafeHarborReport, "verdict" | "identifiers"> {
  const found = columns.flatMap((column) => findings(column).map((finding) => ({ column, finding })));
  const isAnyUnknown = found.some(({ finding: { status } }) => status === "unknown");
  const identifiers = (hipaaSafeHarbor.identifiers ?? []).map(({ code, label, kinds }): Identifier => {
    const own = found
      .filter(({ finding }) => finding.code === code)
      .map(({ column: { table, column }, finding: { status, reason } }) => ({
        table,
        column,
        status,
        reason,
      }));
    const isTold = kinds.length > 0 || toldByType.has(code);
    return { code, label, status: statusOf(own, isTold, isAnyUnknown), columns: own };
  });
  const has = (status: Identifier["status"]) => identifiers.some((one) => one.status === status);
  return { verdict: has("not-met") ? "not-met" : has("unknown") ? "undecided" : "met", identifiers };
}
