export { createPeopleTable, insertPeople, peopleTable } from "./people/people-table.ts";
export { defaultSeed, generateShop, type ShopOptions } from "./shop/generate-shop.ts";
