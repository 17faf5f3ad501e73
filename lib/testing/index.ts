export { freshDatabase, type TestDatabase, testServerUrl } from "./postgres.ts";
