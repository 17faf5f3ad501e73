export { demoNames } from "./generate/names.ts";
export { findLeaks, type Leak, type SourceValues } from "./leak/find-leaks.ts";
export { createPeopleTable, insertPeople, peopleTable } from "./people/people-table.ts";
export { type EnsureShopOptions, ensureShop, type ShopSource } from "./shop/ensure-shop.ts";
export { defaultSeed, generateShop, type ShopOptions } from "./shop/generate-shop.ts";
