export { type TestServices, testServices } from "./services.ts";
