import { z } from "zod";
import type { Text } from "#lib/kernel";
import { textParam } from "../texts.ts";

export const columnParam = (label: Text) => textParam({ min: 1, max: 120 }).meta({ label, names: "column" });

/** `columnsOf` is the parameter that names their table, where that is another one. */
export const columnsParam = (label: Text, columnsOf?: string) =>
  z
    .array(textParam({ min: 1, max: 120 }))
    .min(1)
    .max(20)
    .refine((names) => new Set(names).size === names.length, { message: "a column occurs twice" })
    .meta({ label, names: "column", ...(columnsOf ? { columnsOf } : {}) });

/** A share, 0 to `maximum`. */
export const shareParam = (label: Text, maximum = 1) => z.number().min(0).max(maximum).meta({ label });
