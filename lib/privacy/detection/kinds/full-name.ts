import { list, sql } from "#lib/sql";
import { defineKind } from "../definition.ts";
import { firstNames } from "../first-names.ts";
import { otherNames } from "../other-names.ts";
import { faked } from "../suggestions.ts";
import { contains, looksLike, v } from "../value-tests.ts";

const hasFirstName = sql`list_has_any(string_split_regex(lower(${v}), '[ \\t]+'), ${list(firstNames)})`;

export const fullName = defineKind({
  id: "full-name",
  title: { en: "Full name", ru: "Полное имя" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "full_name",
      "fio",
      "фио",
      "ф_и_о",
      "client_name",
      "customer_name",
      "patient_name",
      "contact_name",
      "person_name",
      "employee_name",
      "doctor_name",
      "driver_name",
      "holder_name",
      "cardholder",
      "owner_name",
      "recipient_name",
      "person_nm",
      "polnoe_imya",
      "полное_имя",
      "klient",
      "клиент",
      "пациент",
      "сотрудник",
      "получатель",
      "patient_fio",
      "vrach",
      "врач",
      "contact_person",
      "контактное_лицо",
      "fio_klienta",
    ],
    weak: [
      "name",
      "customer",
      "person",
      "doctor",
      "manager",
      "author",
      "employee",
      "recipient",
      "менеджер",
      "автор",
      "owner",
    ],
    against: [...otherNames, "first_name", "last_name", "user_name", "surname", "id", "file_name"],
  },
  values: {
    matches: sql`(${looksLike("[\\p{L}'-]+,?(?:[ \\t]+[\\p{L}'-]+\\.?|[ \\t]*\\p{L}\\.){1,3}")} and (${contains("(?i)(?:ович|евич|[ьи]ич|овна|евна|инична)(?:$|[ ])|^\\p{L}+ \\p{L}\\.[ ]?\\p{L}\\.?$")} or ${hasFirstName}))`,
    chance: 0.01,
    most: 6,
    least: 1,
    seen: 0.3,
  },
  suggest: faked("full-name"),
});
