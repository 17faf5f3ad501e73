import { list, sql } from "#lib/sql";
import { defineKind } from "../definition.ts";
import { firstNames } from "../first-names.ts";
import { otherNames } from "../other-names.ts";
import { personRoles } from "../person-roles.ts";
import { faked } from "../suggestions.ts";
import { contains, looksLike, v } from "../value-tests.ts";

const hasFirstName = sql`list_has_any(string_split_regex(lower(${v}), '[ \\t]+'), ${list(firstNames)})`;

/** Words that stand beside names in what is called after persons, and in front of places. */
const ofThings =
  "(?i)(?:^|[^\\p{L}])(?:inc|llc|ltd|co|corp|company|group|holdings?|bros|sons|and|of|the|near|behind|opposite|church|park|station|school|hospital|clinic|street|road|avenue|hall|hotel|inn|plaza|university|college|elementary|academy|bank|cent(?:er|re)|house|supply|motors|foods|parish|ооо|ао|оао|зао|пао|ип|ооо|школа|парк|завод|магазин|больница|площадь|улица|банк|дом)(?:[^\\p{L}]|$)";

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
      ...personRoles,
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
    generic: ["name"],
    against: [...otherNames, "first_name", "last_name", "user_name", "surname", "id", "file_name"],
  },
  isWords: true,
  values: {
    matches: sql`(not ${contains(ofThings)} and ${looksLike("[\\p{L}'-]+,?(?:[ \\t]+[\\p{L}'-]+\\.?|[ \\t]*\\p{L}\\.){1,3}")} and (${contains("(?i)(?:ович|евич|[ьи]ич|овна|евна|инична)(?:$|[ ])|^\\p{L}+ \\p{L}\\.[ ]?\\p{L}\\.?$")} or ${hasFirstName}))`,
    chance: 0.01,
    most: 6,
    least: 1,
    seen: 0.3,
  },
  suggest: faked("full-name"),
});
