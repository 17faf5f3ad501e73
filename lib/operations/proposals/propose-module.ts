import { z } from "zod";
import {
  moduleProposalSchema,
  namedProposalSchema,
  type SourceTable,
  slugSchema,
  sourceReferenceSchema,
  type TableRef,
  tableRefSchema,
} from "#lib/contracts";
import { type ChosenTable, firstDocument, inheritedLook } from "#lib/proposals";
import { tryToLook } from "#lib/proposals/server";
import { findSourceDefinition, upstreamsOf } from "#lib/sources";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { withLook } from "./with-look.ts";

/** What a person has seen and perhaps changed; absent: the table is looked at now. */
const chosenTableSchema = tableRefSchema.extend({
  rows: z.number().int().nonnegative().optional(),
  columns: z.array(namedProposalSchema).max(10_000).optional(),
});

const mostTables = 500;

const isTable =
  ({ schema, name }: TableRef) =>
  (table: SourceTable): boolean =>
    table.name === name && (schema === undefined || table.schema === schema);

/** A first document for tables of a source: every column classed with a rule or left out. It is answered, not kept. */
export const proposeModule = defineOperation({
  id: "propose-module",
  title: { en: "Propose a module for a source", ru: "Предложить модуль для источника" },
  permission: "modules:edit",
  input: z.strictObject({
    source: sourceReferenceSchema,
    name: slugSchema,
    title: z.string().max(200).optional(),
    tables: z.array(chosenTableSchema).min(1).max(mostTables),
  }),
  output: moduleProposalSchema,
  audit: ({ source, tables }) => ({ kind: "source", name: source, detail: { tables: tables.length } }),
  run: (context, { source, name, title, tables }) =>
    withLook(context, source, async (options, kind) => {
      const version = upstreamsOf([{ name: source, kind, config: options.config }]).get(source);
      const offered = await options.driver.introspect(options.config, options.signal);
      const chosen: ChosenTable[] = [];
      for (const { rows = 0, columns, ...ref } of tables) {
        const table = found(offered.find(isTable(ref)), "table", ref.name);
        const look = columns
          ? { rows, columns }
          : version
            ? inheritedLook(version, table.name)
            : await tryToLook(options, table);
        chosen.push({
          table,
          rows: look.rows,
          columns: new Map(look.columns.map(({ name: column, ...proposal }) => [column, proposal])),
        });
      }
      const proposal = firstDocument(
        version
          ? { name: version.module, ref: source, keysStay: source }
          : { name: source, identifierQuote: findSourceDefinition(kind)?.identifierQuote },
        chosen,
        { name, title },
      );
      return { ...proposal, document: z.json().parse(proposal.document) };
    }),
});
