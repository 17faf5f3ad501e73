export { type Dialect, dialects, duckdbQuoting } from "./dialects/index.ts";
export { checkExpression } from "./expressions/check-expression.ts";
export { compileExpression } from "./expressions/compile-expression.ts";
export {
  columnsOf,
  type Expression,
  type ExpressionProblem,
  type ExpressionType,
} from "./expressions/expression.ts";
export { functionDocs } from "./expressions/function-docs.ts";
export {
  type FunctionId,
  functions,
  type Parameter as FunctionParameter,
  type ScalarFunction,
} from "./expressions/functions.ts";
export { parseExpression } from "./expressions/parse-expression.ts";
export { re2Problem } from "./expressions/re2-problem.ts";
export {
  and,
  join,
  type LiteralValue,
  list,
  literal,
  name,
  or,
  replaceSecrets,
  type SecretRef,
  Sql,
  type SqlInput,
  secret,
  sql,
  unsafeText,
} from "./fragment.ts";
export {
  type BoundScript,
  bindParameters,
  inlineParameters,
  type ScriptParameter,
} from "./parameters/bind-parameters.ts";
export {
  findParameters,
  type MysqlModes,
  mysqlModes,
  type ScriptDialect,
  scriptDialects,
} from "./parameters/find-parameters.ts";
export { type Quoting, type RenderedSql, render } from "./render.ts";
export { type ColumnRead, type PlainSelect, parseSelect, type SelectItem } from "./select/parse-select.ts";
export { isReadTwiceAlike } from "./select/read-twice.ts";
export type { SelectDialect, Word } from "./select/words.ts";
