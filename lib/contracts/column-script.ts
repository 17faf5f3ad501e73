/**
 * A function of a user's over the values of one column. `values`: what it makes of a value follows from the value alone, so
 * each distinct one is given once, in chunks; `column`: it is given all of them together, in the order of the values.
 * It sees present values only.
 */
export interface ColumnScript {
  readonly language: "python";
  readonly script: string;
  readonly scope: "values" | "column";
}
