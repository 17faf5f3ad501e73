import { z } from "zod";

/** Shared by everything that makes an account or gives it a new password. */
export const passwordSchema = z.string().min(12).max(128);
export const personNameSchema = z.string().trim().min(1).max(120);
export const emailSchema = z.email().max(254).toLowerCase();
