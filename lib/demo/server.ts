export { demoNames } from "./generate/names.ts";
export { createPeopleTable, insertPeople, peopleTable } from "./people/people-table.ts";
export { type EnsureShopOptions, ensureShop, type ShopSource } from "./shop/ensure-shop.ts";
export { defaultSeed, generateShop, type ShopOptions } from "./shop/generate-shop.ts";
