/** Where to go after signing in: a path of this application, never another host. */
export const safeReturn = (asked: string | string[] | undefined): string =>
  typeof asked === "string" && /^\/(?![/\\])/.test(asked) ? asked : "/";
