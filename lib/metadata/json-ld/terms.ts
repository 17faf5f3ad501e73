import { anonymizers, hierarchies, surrogate } from "#lib/anonymizers";
import { checks, normalizers, nullStrategies, tableChecks } from "#lib/column-rules";

/** The product's own vocabulary. */
export const etlxNamespace = "https://w3id.org/etl-express/ns#";

type Term = string | Readonly<Record<string, string>>;

export const prefixes = {
  etlx: etlxNamespace,
  dct: "http://purl.org/dc/terms/",
  dcat: "http://www.w3.org/ns/dcat#",
  csvw: "http://www.w3.org/ns/csvw#",
  schema: "https://schema.org/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;

const list = (id: string): Term => ({ "@id": id, "@container": "@list" });
const json = (id: string): Term => ({ "@id": id, "@type": "@json" });

/** What each key of the document means. A term that has no line here means nothing, and safe mode refuses the document. */
export const keyTerms: Readonly<Record<string, Term>> = {
  DataModule: "etlx:DataModule",
  format: "etlx:format",
  name: "csvw:name",
  title: "dct:title",
  description: "dct:description",
  license: { "@id": "dct:license", "@type": "@id" },
  keywords: list("dcat:keyword"),
  sources: list("etlx:source"),
  ref: "etlx:dataSource",
  timeZone: "etlx:timeZone",
  parameters: list("etlx:runParameter"),
  required: "etlx:required",
  choices: list("etlx:choice"),
  person: "etlx:person",
  policy: "etlx:policy",
  profiles: list("etlx:policyProfile"),
  tables: list("csvw:table"),
  table: "etlx:table",
  publish: "etlx:publish",
  extraction: "etlx:extraction",
  incremental: "etlx:incremental",
  cursor: "etlx:cursorColumn",
  overlap: "etlx:overlap",
  transformation: "etlx:transformation",
  upload: "etlx:upload",
  language: "etlx:language",
  source: "etlx:fromSource",
  script: "schema:text",
  columns: list("csvw:column"),
  from: "etlx:fromColumn",
  datatype: "csvw:datatype",
  normalize: list("etlx:normalize"),
  onCastFailure: "etlx:onCastFailure",
  default: json("csvw:default"),
  nulls: "etlx:nullStrategy",
  tokens: list("csvw:null"),
  checks: list("etlx:check"),
  onViolation: "etlx:onViolation",
  privacyClass: { "@id": "etlx:privacyClass", "@type": "@vocab" },
  anonymize: "etlx:anonymize",
  disabled: "etlx:disabled",
  rule: { "@id": "etlx:rule", "@type": "@vocab" },
  with: json("etlx:parameters"),
  primaryKey: "csvw:primaryKey",
  strategy: "etlx:keyStrategy",
  onDuplicate: "etlx:onDuplicate",
  winner: "etlx:winner",
  order: list("etlx:order"),
  onNull: "etlx:onNull",
  foreignKeys: list("csvw:foreignKey"),
  references: "csvw:reference",
  onOrphan: "etlx:onOrphan",
  when: "etlx:when",
  column: "etlx:column",
  equals: json("etlx:equals"),
  deduplicate: "etlx:deduplicate",
  packages: list("etlx:package"),
  version: "etlx:packageVersion",
  packageLock: "etlx:packageLock",
  at: "etlx:lockedAt",
  python: "etlx:pythonVersion",
  platform: "etlx:platform",
  sha256: "etlx:sha256",
  patterns: list("etlx:pattern"),
  match: "etlx:match",
  privacy: "etlx:privacyModels",
  kAnonymity: "etlx:kAnonymity",
  kMap: "etlx:kMap",
  k: "etlx:k",
  population: "etlx:population",
  lDiversity: "etlx:lDiversity",
  l: "etlx:l",
  kind: "etlx:kind",
  c: "etlx:c",
  tCloseness: "etlx:tCloseness",
  t: "etlx:t",
  distance: "etlx:distance",
  deltaDisclosure: "etlx:deltaDisclosure",
  delta: "etlx:delta",
  loss: "etlx:lossMetric",
  search: "etlx:search",
  timeBudget: "etlx:timeBudget",
  hierarchies: list("etlx:hierarchies"),
  hierarchy: "etlx:hierarchy",
  level: "etlx:level",
  weight: "etlx:weight",
  suppressionLimit: "etlx:suppressionLimit",
  limits: "etlx:limits",
  maxRejected: "etlx:maxRejected",
  maxGrowth: "etlx:maxGrowth",
  stores: list("etlx:store"),
  fileFormat: "etlx:fileFormat",
  store: "etlx:writesTo",
  cleanUp: "etlx:cleanUp",
  ui: json("etlx:ui"),
};

const classTerms = {
  "direct-identifier": "etlx:DirectIdentifier",
  "quasi-identifier": "etlx:QuasiIdentifier",
  sensitive: "etlx:Sensitive",
  insensitive: "etlx:Insensitive",
} as const;

const ruleIds = (): readonly string[] => [
  ...new Set(
    [
      ...normalizers,
      ...nullStrategies,
      ...checks,
      ...tableChecks,
      ...anonymizers,
      surrogate,
      ...hierarchies,
    ].map(({ id }) => id),
  ),
];

/** The module context: keys from `keyTerms`, rules from the registries, nothing mapped to plain `id` or `type`. */
export function moduleContext(): Readonly<Record<string, unknown>> {
  return {
    "@version": 1.1,
    ...prefixes,
    ...keyTerms,
    ...classTerms,
    ...Object.fromEntries(ruleIds().map((id) => [id, `etlx:rules/${id}`])),
  };
}

/** A document as it is exported: the same keys, with the context that says what they mean. */
export function toModuleJsonLd<D extends object>(document: D): { readonly "@context": unknown } & D {
  const { "@context": _given, ...rest } = document as D & { readonly "@context"?: unknown };
  return { "@context": moduleContext(), ...(rest as D) };
}
