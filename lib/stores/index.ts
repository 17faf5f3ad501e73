export type {
  ExtractionScript,
  StoreContext,
  StoreDefinition,
  StoreDriver,
  StoreDriverFactory,
  StoredCopy,
  StoreTools,
} from "./definition.ts";
