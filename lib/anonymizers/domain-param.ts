import { text, textParam } from "./texts.ts";

/** The linkage domain of a keyed rule; read by the compiler, which decides by it under whose key a value is put. */
export const domainParam = () =>
  textParam({ min: 1, max: 120 })
    .optional()
    .meta({
      label: text("Linkage domain", "Домен связывания"),
      names: "domain",
      help: text(
        "Columns of one domain get equal pseudonyms for equal values, such as person.phone; the column's own when empty.",
        "Колонки одного домена получают равные псевдонимы для равных значений, например person.phone; пусто — свой домен.",
      ),
    });
