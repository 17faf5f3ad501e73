import { z } from "zod";

/** Roles as `access` names them; a test of the access matrix holds the two lists together. */
export const roleNameSchema = z.enum([
  "administrator",
  "data-engineer",
  "database-administrator",
  "data-scientist",
]);

/** Somebody's name beside what they did. */
export const personSchema = z.object({ id: z.string(), name: z.string() });
export type Person = z.infer<typeof personSchema>;

/** Who is looking at the page. */
export const sessionViewSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), role: roleNameSchema }),
  /** Set where an administrator is signed in as this person. */
  impersonatedBy: z.string().optional(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export const userViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** Absent: may do nothing. */
  role: roleNameSchema.optional(),
  disabled: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type UserView = z.infer<typeof userViewSchema>;

/** Before anybody signs in: whether the first administrator is still to be made, and how that is allowed. */
export const setUpStateSchema = z.object({
  /** No user exists yet. */
  needed: z.boolean(),
  /** This request is from the computer the server runs on. */
  local: z.boolean(),
  /** A token printed by the server is asked for. */
  needsToken: z.boolean(),
});
export type SetUpState = z.infer<typeof setUpStateSchema>;
