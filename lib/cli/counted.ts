/** `1 table`, `7 tables`: the command line speaks English alone. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
