import { trim } from "./trim.ts";

/** Every normalizer. A new one is its file and a line here. */
export const normalizers = [trim] as const;
