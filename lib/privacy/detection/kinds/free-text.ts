import { textDetectorNames } from "#lib/personal-data";
import { sql } from "#lib/sql";
import { defineKind, type Suggestion } from "../definition.ts";
import { contains, looksLike } from "../value-tests.ts";

/** Every detector: better one word too many taken out than a person left in. */
const redacted = (): Suggestion => ({
  anonymize: { rule: "redact-text", with: { detectors: [...textDetectorNames] } },
});

export const freeText = defineKind({
  id: "free-text",
  title: { en: "Free text", ru: "Свободный текст" },
  privacyClass: "sensitive",
  accepts: ["string"],
  names: {
    strong: [
      "comment",
      "comments",
      "note",
      "notes",
      "message",
      "text",
      "remark",
      "remarks",
      "feedback",
      "review",
      "kommentarij",
      "kommentariy",
      "primechanie",
      "комментарий",
      "комментарии",
      "примечание",
      "заметка",
      "заметки",
      "отзыв",
      "сообщение",
      "описание",
      "description",
      "body",
      "anamnesis",
      "анамнез",
      "жалобы",
      "resume",
      "summary",
    ],
    against: ["id", "count", "length", "lang"],
  },
  values: {
    matches: sql`(${looksLike("(?s)(?:\\S+\\s+){4,}\\S+")} and ${contains("(?s)(?:^|\\s)\\p{L}{2,}(?:.*?\\s\\p{L}{2,}){3}")})`,
    chance: 0.05,
    most: 5,
  },
  suggest: redacted,
});
