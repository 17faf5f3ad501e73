import { z } from "zod";
import type { Json } from "#lib/drafting";

/** A document as the server answers it is JSON; its views call it unknown. */
export const jsonOf = (document: unknown): Json => z.json().parse(document);
