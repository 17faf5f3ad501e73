/** Whether one place is the other or lies in it: what is cleared up in one is then gone from the other too. */
export function overlaps(one: readonly string[], other: readonly string[]): boolean {
  const [wide, narrow] = one.length <= other.length ? [one, other] : [other, one];
  return wide.every((part, at) => part === narrow[at]);
}
