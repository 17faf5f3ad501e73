import lists from "./lists.json" with { type: "json" };
import type { FakeLists, FakeLocale } from "./read-faker.ts";

/** What `fake` picks from, by language. Kept apart from the demo's names, so that a leak can be told from a pick. */
export const fakeNames: Readonly<Record<FakeLocale, FakeLists>> = lists;
