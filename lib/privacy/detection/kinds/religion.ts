import { sql } from "#lib/sql";
import { defineKind } from "../definition.ts";
import { dropped } from "../suggestions.ts";
import { contains, isAmong } from "../value-tests.ts";

const faiths = [
  ...["christian", "christianity", "catholic", "orthodox", "protestant", "lutheran", "baptist", "methodist"],
  ...[
    "anglican",
    "evangelical",
    "muslim",
    "islam",
    "sunni",
    "shia",
    "jewish",
    "judaism",
    "hindu",
    "hinduism",
  ],
  ...["buddhist", "buddhism", "sikh", "atheist", "agnostic", "православный", "православная", "христианин"],
  ...["христианка", "католик", "католичка", "протестант", "баптист", "мусульманин", "мусульманка", "иудей"],
  ...["буддист", "атеист", "ислам", "иудаизм", "буддизм", "католицизм", "протестантизм", "индуизм", "атеизм"],
];

export const religion = defineKind({
  id: "religion",
  title: { en: "Religion", ru: "Вероисповедание" },
  privacyClass: "sensitive",
  accepts: ["string"],
  names: {
    strong: [
      "religion",
      "religious",
      "faith",
      "religiya",
      "религия",
      "религиозная",
      "вероисповедание",
      "confession",
      "конфессия",
      "вера",
    ],
  },
  isWords: true,
  values: {
    matches: sql`(${isAmong(faiths)} or ${contains("(?i)^(?:православи|христианств)")})`,
    chance: 0.002,
    most: 5,
    least: 1,
    seen: 0.3,
  },
  suggest: dropped,
});
