import { InvalidArgumentError } from "commander";

/** An option's whole number above 0. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError("a whole number above 0");
  return Number(text);
}
