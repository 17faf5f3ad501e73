/** The tables for which a script must return how they are read. */
export type PublishedTables = readonly { readonly table: { readonly name: string } }[];
