export { type Dialect, dialects, duckdbQuoting } from "./dialects/index.ts";
export {
  and,
  join,
  type LiteralValue,
  list,
  literal,
  name,
  or,
  type SecretRef,
  Sql,
  type SqlInput,
  secret,
  sql,
  unsafeText,
} from "./fragment.ts";
export { type Quoting, type RenderedSql, render } from "./render.ts";
