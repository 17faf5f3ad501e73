import { type PrivacyClass, privacyClassSchema } from "#lib/contracts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** A rule as a half-finished edit may have it. */
export interface DraftRule {
  readonly rule: string;
  readonly with: JsonObject;
  readonly json: JsonObject;
}

export interface DraftColumn {
  readonly index: number;
  readonly name: string;
  /** The transformed column that it reads. */
  readonly from: string;
  readonly datatype?: string | undefined;
  readonly normalize: readonly DraftRule[];
  readonly checks: readonly DraftRule[];
  readonly nulls?: DraftRule | undefined;
  readonly privacyClass?: PrivacyClass | undefined;
  readonly anonymize?: DraftRule | undefined;
  readonly hierarchy?: string | undefined;
  readonly description: string;
  readonly json: JsonObject;
}

/** What columns whose names fit take, where they do not say it themselves. */
export interface DraftPattern
  extends Pick<
    DraftColumn,
    "index" | "datatype" | "normalize" | "checks" | "nulls" | "privacyClass" | "anonymize" | "json"
  > {
  readonly match: string;
}

export interface DraftForeignKey {
  readonly index: number;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
  readonly json: JsonObject;
}

export interface DraftTable {
  readonly index: number;
  readonly name: string;
  readonly isPublished: boolean;
  readonly source?: string | undefined;
  readonly extraction?: string | undefined;
  readonly transformation?: string | undefined;
  readonly columns: readonly DraftColumn[];
  readonly primaryKey: readonly string[];
  readonly strategy?: DraftRule | undefined;
  readonly foreignKeys: readonly DraftForeignKey[];
  readonly checks: readonly DraftRule[];
  readonly json: JsonObject;
}

export interface DraftModule {
  readonly name: string;
  readonly title: string;
  readonly tables: readonly DraftTable[];
  readonly sources: readonly { readonly name: string; readonly ref: string; readonly json: JsonObject }[];
  readonly stores: readonly string[];
  readonly patterns: readonly DraftPattern[];
  readonly hierarchies: readonly (DraftRule & { readonly name: string })[];
  readonly json: JsonObject;
}

const none: JsonObject = {};
const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : none);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const optional = (value: Json | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const texts = (value: Json | undefined): readonly string[] =>
  list(value).filter((one) => typeof one === "string");

const readRule = (value: Json | undefined): DraftRule | undefined =>
  isObject(value) ? { rule: text(value.rule), with: object(value.with), json: value } : undefined;
const readRules = (value: Json | undefined): readonly DraftRule[] =>
  list(value).map((one) => readRule(one) ?? { rule: "", with: none, json: none });

/** Reads each part once: parts that an edit left alone are the same object, and so is what was read of them. */
function remembered<T>(read: (json: JsonObject, index: number) => T) {
  const known = new WeakMap<JsonObject, { readonly index: number; readonly value: T }>();
  return (json: Json, index: number): T => {
    const part = object(json);
    const before = known.get(part);
    if (before?.index === index) return before.value;
    const value = read(part, index);
    if (part !== none) known.set(part, { index, value });
    return value;
  };
}

const readColumn = remembered((json, index): DraftColumn => {
  const name = text(json.name);
  return {
    index,
    name,
    from: optional(json.from) ?? name,
    datatype: optional(json.datatype),
    normalize: readRules(json.normalize),
    checks: readRules(json.checks),
    nulls: readRule(json.nulls),
    privacyClass: privacyClassSchema.safeParse(json.privacyClass).data,
    anonymize: readRule(json.anonymize),
    hierarchy: optional(object(json.hierarchy).name),
    description: text(json.description),
    json,
  };
});

const readPattern = remembered((json, index): DraftPattern => {
  const { datatype, normalize, checks, nulls, privacyClass, anonymize } = readColumn(json, index);
  return {
    index,
    match: text(json.match),
    datatype,
    normalize,
    checks,
    nulls,
    privacyClass,
    anonymize,
    json,
  };
});

const readForeignKey = (value: Json, index: number): DraftForeignKey => {
  const json = object(value);
  const references = object(json.references);
  return {
    index,
    columns: texts(json.columns),
    parent: text(references.table),
    parentColumns: texts(references.columns),
    json,
  };
};

const readTable = remembered((json, index): DraftTable => {
  const extraction = object(json.extraction);
  const primaryKey = object(json.primaryKey);
  return {
    index,
    name: text(json.name),
    isPublished: json.publish !== false,
    source: optional(extraction.source),
    extraction: optional(extraction.script),
    transformation: optional(object(json.transformation).script),
    columns: list(json.columns).map(readColumn),
    primaryKey: texts(primaryKey.columns),
    strategy: readRule(primaryKey.strategy),
    foreignKeys: list(json.foreignKeys).map(readForeignKey),
    checks: readRules(json.checks),
    json,
  };
});

const readModule = remembered(
  (json): DraftModule => ({
    name: text(json.name),
    title: text(json.title),
    tables: list(json.tables).map(readTable),
    sources: list(json.sources)
      .map(object)
      .map((one) => ({ name: text(one.name), ref: text(one.ref), json: one })),
    stores: texts(object(json.upload).stores),
    patterns: list(json.patterns).map(readPattern),
    hierarchies: list(json.hierarchies).map((one) => ({
      name: text(object(one).name),
      ...(readRule(one) ?? { rule: "", with: none, json: none }),
    })),
    json,
  }),
);

/** A draft as views draw it: what is there already, nothing where it is not finished. Indexes are those of the document. */
export const readDraft = (document: Json): DraftModule => readModule(document, 0);
