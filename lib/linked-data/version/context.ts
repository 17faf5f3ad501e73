/** The context of a version's metadata, word for word as it is served and inlined. No @vocab and no @language: both would hide a mistake. */
export const versionContext = {
  "@version": 1.1,
  id: "@id",
  type: "@type",
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  prov: "http://www.w3.org/ns/prov#",
  schema: "https://schema.org/",
  csvw: "http://www.w3.org/ns/csvw#",
  sh: "http://www.w3.org/ns/shacl#",
  dqv: "http://www.w3.org/ns/dqv#",
  spdx: "http://spdx.org/rdf/terms#",
  adms: "http://www.w3.org/ns/adms#",
  odrl: "http://www.w3.org/ns/odrl/2/",
  dpv: "https://w3id.org/dpv#",
  risk: "https://w3id.org/dpv/risk#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  etlx: "https://w3id.org/etl-express/ns#",
  title: "dct:title",
  description: "dct:description",
  version: "dcat:version",
  versionNotes: "adms:versionNotes",
  previousVersion: {
    "@id": "dcat:previousVersion",
    "@type": "@id",
  },
  isVersionOf: {
    "@id": "dcat:isVersionOf",
    "@type": "@id",
  },
  issued: {
    "@id": "dct:issued",
    "@type": "xsd:dateTime",
  },
  license: {
    "@id": "dct:license",
    "@type": "@id",
  },
  conformsTo: {
    "@id": "dct:conformsTo",
    "@type": "@id",
  },
  policy: {
    "@id": "odrl:hasPolicy",
    "@type": "@id",
  },
  distribution: {
    "@id": "dcat:distribution",
    "@container": "@set",
  },
  downloadURL: {
    "@id": "dcat:downloadURL",
    "@type": "@id",
  },
  mediaType: {
    "@id": "dcat:mediaType",
    "@type": "@id",
  },
  byteSize: {
    "@id": "dcat:byteSize",
    "@type": "xsd:nonNegativeInteger",
  },
  checksum: "spdx:checksum",
  algorithm: {
    "@id": "spdx:algorithm",
    "@type": "@id",
  },
  checksumValue: {
    "@id": "spdx:checksumValue",
    "@type": "xsd:hexBinary",
  },
  tables: {
    "@id": "csvw:table",
    "@container": "@set",
  },
  tableSchema: "csvw:tableSchema",
  columns: {
    "@id": "csvw:column",
    "@container": "@list",
  },
  name: "csvw:name",
  datatype: "csvw:datatype",
  base: "csvw:base",
  minimum: "csvw:minInclusive",
  maximum: "csvw:maxInclusive",
  format: "csvw:format",
  null: "csvw:null",
  default: "csvw:default",
  required: {
    "@id": "csvw:required",
    "@type": "xsd:boolean",
  },
  primaryKey: {
    "@id": "csvw:primaryKey",
    "@container": "@list",
  },
  foreignKeys: {
    "@id": "csvw:foreignKey",
    "@container": "@set",
  },
  columnReference: {
    "@id": "csvw:columnReference",
    "@container": "@list",
  },
  reference: "csvw:reference",
  resource: {
    "@id": "csvw:resource",
    "@type": "@id",
  },
  property: {
    "@id": "sh:property",
    "@container": "@set",
  },
  path: {
    "@id": "sh:path",
    "@type": "@id",
  },
  minCount: "sh:minCount",
  allowedValues: {
    "@id": "sh:in",
    "@container": "@list",
  },
  pattern: "sh:pattern",
  minInclusive: "sh:minInclusive",
  maxInclusive: "sh:maxInclusive",
  nullStrategy: {
    "@id": "etlx:nullStrategy",
    "@type": "@id",
  },
  primaryKeyStrategy: {
    "@id": "etlx:primaryKeyStrategy",
    "@type": "@id",
  },
  foreignKeyStrategy: {
    "@id": "etlx:foreignKeyStrategy",
    "@type": "@id",
  },
  anonymization: {
    "@id": "dpv:hasTechnicalMeasure",
    "@container": "@set",
  },
  technique: {
    "@id": "etlx:technique",
    "@type": "@id",
  },
  parameter: {
    "@id": "etlx:parameter",
    "@type": "@json",
  },
  hasRisk: {
    "@id": "dpv:hasRisk",
    "@type": "@id",
  },
  measurements: {
    "@id": "dqv:hasQualityMeasurement",
    "@container": "@set",
  },
  metric: {
    "@id": "dqv:isMeasurementOf",
    "@type": "@id",
  },
  value: {
    "@id": "dqv:value",
    "@type": "xsd:decimal",
  },
  generatedBy: {
    "@id": "prov:wasGeneratedBy",
    "@type": "@id",
  },
  derivedFrom: {
    "@id": "prov:wasDerivedFrom",
    "@type": "@id",
  },
  used: {
    "@id": "prov:used",
    "@type": "@id",
  },
  startedAt: {
    "@id": "prov:startedAtTime",
    "@type": "xsd:dateTime",
  },
  endedAt: {
    "@id": "prov:endedAtTime",
    "@type": "xsd:dateTime",
  },
  association: {
    "@id": "prov:qualifiedAssociation",
    "@container": "@set",
  },
  agent: {
    "@id": "prov:agent",
    "@type": "@id",
  },
  plan: {
    "@id": "prov:hadPlan",
    "@type": "@id",
  },
  role: {
    "@id": "prov:hadRole",
    "@type": "@id",
  },
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  rai: "http://mlcommons.org/croissant/RAI/",
  label: "rdfs:label",
  identifier: "dct:identifier",
  publisher: {
    "@id": "dct:publisher",
    "@type": "@id",
  },
  hasVersion: {
    "@id": "dcat:hasVersion",
    "@type": "@id",
  },
  currentVersion: {
    "@id": "dcat:hasCurrentVersion",
    "@type": "@id",
  },
  url: {
    "@id": "csvw:url",
    "@type": "xsd:anyURI",
  },
  physicalType: "etlx:physicalType",
  imputation: "rai:dataImputationProtocol",
  valueType: {
    "@id": "sh:datatype",
    "@type": "@id",
  },
  targetSubjectsOf: {
    "@id": "sh:targetSubjectsOf",
    "@type": "@id",
  },
  maxCount: "sh:maxCount",
  associatedWith: {
    "@id": "prov:wasAssociatedWith",
    "@type": "@id",
  },
  repository: {
    "@id": "schema:codeRepository",
    "@type": "@id",
  },
  commit: "schema:version",
  language: "schema:programmingLanguage",
  broader: {
    "@id": "skos:broader",
    "@type": "@id",
  },
  prohibition: {
    "@id": "odrl:prohibition",
    "@container": "@set",
  },
  action: {
    "@id": "odrl:action",
    "@type": "@id",
  },
  target: {
    "@id": "odrl:target",
    "@type": "@id",
  },
} as const;
