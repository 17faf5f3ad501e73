import names from "./first-names.json" with { type: "json" };

/** First names that tell a person, in lower case, each as its language writes it. */
export const knownFirstNames: readonly string[] = names;
