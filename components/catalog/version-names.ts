/** Versions in a sentence: `visits v3, patients v1`. */
export const versionNames = (
  versions: readonly { readonly module: string; readonly number: number }[] = [],
): string => versions.map(({ module, number }) => `${module} v${number}`).join(", ");
