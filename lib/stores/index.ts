export type {
  ExtractionScript,
  StoreContext,
  StoreDefinition,
  StoreDriver,
  StoredCopy,
} from "./definition.ts";
