import fc from "fast-check";

/**
 * Kinds of personal values, each from a domain of at least 2^20, with the rules that may publish them. Dictionaries of
 * invented values hold none of these: letters are drawn, not words.
 */
export interface LargeDomain {
  readonly name: string;
  readonly datatype: string;
  readonly normalize?: readonly object[];
  readonly value: fc.Arbitrary<string>;
  /** What may occur nowhere: texts in lower case, digits without anything between them. */
  readonly needles: (value: string) => { readonly texts?: readonly string[]; readonly digits?: string };
  /** How a Parquet file would hold the value itself, as a statistic for one. */
  readonly binary?: (value: string) => bigint;
  readonly rules: readonly { readonly rule: string; readonly with?: object }[];
}

const letters = (alphabet: string, length: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((chosen) => chosen.join(""));
const digits = (length: number) => letters("0123456789", length);
const latin = "abcdefghijklmnopqrstuvwxyz";
const cyrillic = "абвгдежзиклмнопрстуфхцчшщэюя";
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const everyForm = [{}, { output: "base32" }, { output: "uuid" }, { output: "int64" }, { length: 12 }].map(
  (params) => ({ rule: "pseudonymize", with: params }),
);
const hidden = [{ rule: "redact" }, { rule: "drop" }, { rule: "null" }, { rule: "encrypt" }];

const phone = digits(9).map((rest) => `9${rest}`);
const writtenPhone = fc
  .tuple(phone, fc.nat(2))
  .map(([p, form]) =>
    form === 0
      ? `+7${p}`
      : form === 1
        ? `8 (${p.slice(0, 3)}) ${p.slice(3, 6)}-${p.slice(6, 8)}-${p.slice(8)}`
        : `+7 ${p.slice(0, 3)} ${p.slice(3, 6)} ${p.slice(6)}`,
  );
const national = (text: string) => text.replace(/\D/g, "").slice(-10);
const email = fc.tuple(letters(latin, 9), letters(latin, 6)).map(([user, host]) => `${user}@${host}.ru`);

const inn = digits(10).map((payload) => {
  const check = (text: string, weights: readonly number[]) =>
    ([...text].reduce((sum, digit, at) => sum + Number(digit) * (weights[at] ?? 0), 0) % 11) % 10;
  const first = check(payload, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return `${payload}${first}${check(`${payload}${first}`, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])}`;
});

const moment = fc
  .integer({ min: 0, max: 1_500_000_000 })
  // Never a whole minute: what a generalization publishes is no value of the data.
  .map((seconds) => new Date((seconds - (seconds % 60) + 1 + (seconds % 59)) * 1000).toISOString())
  .map((iso) => iso.slice(0, 19).replace("T", " "));

const octet = fc.integer({ min: 100, max: 254 });
const degrees = (most: number) =>
  // Five decimals, a metre, and none of them a cell's middle.
  fc.integer({ min: 1_000_003, max: most * 100_000 }).map((n) => ((n - (n % 10) + 7) / 100_000).toFixed(5));

/** Hierarchies whose labels are made of values, so that one could be a value of the data. */
export const hierarchies = [
  { name: "beginnings", rule: "prefixes", with: { keep: [6, 4] } },
  { name: "covered", rule: "masking", with: { length: 20, step: 12 } },
] as const;
const generalized = hierarchies.map(({ name }) => ({
  rule: "generalize-category",
  with: { hierarchy: name, level: 1 },
}));

export const largeDomains: readonly LargeDomain[] = [
  {
    name: "address",
    datatype: "string",
    value: fc.tuple(octet, octet, octet, octet).map((octets) => octets.join(".")),
    needles: (value) => ({ texts: [value] }),
    rules: [
      { rule: "generalize-ip" },
      { rule: "generalize-ip", with: { ipv4Bits: 16, output: "address" } },
      ...hidden,
      { rule: "pseudonymize" },
    ],
  },
  {
    name: "place",
    datatype: "string",
    value: fc.tuple(degrees(80), degrees(170)).map((axes) => axes.join(",")),
    needles: (value) => ({ texts: [value, ...value.split(",")] }),
    rules: [
      { rule: "generalize-geo", with: { grid: 1 } },
      { rule: "generalize-geo", with: { grid: 10, unit: "km" } },
      { rule: "drop" },
    ],
  },
  {
    name: "phone",
    datatype: "string",
    value: writtenPhone,
    needles: (value) => ({ digits: national(value) }),
    rules: [
      ...everyForm,
      ...hidden,
      { rule: "mask", with: { preset: "phone" } },
      { rule: "mask", with: { keepEnd: 2 } },
      { rule: "fake", with: { kind: "phone", locale: "ru" } },
      { rule: "fpe" },
      { rule: "redact-text", with: { detectors: ["phone"] } },
      { rule: "generalize-prefix", with: { keep: 4 } },
      ...generalized,
    ],
  },
  {
    name: "email",
    datatype: "string",
    normalize: [{ rule: "trim" }, { rule: "case", with: { to: "lower" } }],
    value: email,
    needles: (value) => ({ texts: [value] }),
    rules: [
      ...everyForm,
      ...hidden,
      { rule: "mask", with: { preset: "email" } },
      { rule: "fake", with: { kind: "email", locale: "en" } },
      { rule: "redact-text", with: { detectors: ["email"] } },
    ],
  },
  {
    name: "inn",
    datatype: "string",
    value: inn,
    needles: (value) => ({ texts: [value] }),
    rules: [
      ...everyForm,
      ...hidden,
      { rule: "mask", with: { keepEnd: 4 } },
      { rule: "identifier", with: { kind: "inn" } },
      { rule: "fpe" },
      { rule: "generalize-prefix", with: { keep: 4 } },
      ...generalized,
    ],
  },
  {
    name: "full_name",
    datatype: "string",
    value: fc.tuple(letters(cyrillic, 6), letters(cyrillic, 8)).map((words) => words.map(capital).join(" ")),
    needles: (value) => ({
      texts: [value.toLowerCase(), value.split(" ").reverse().join(" ").toLowerCase()],
    }),
    rules: [
      ...everyForm,
      ...hidden,
      { rule: "mask", with: { keepStart: 1 } },
      { rule: "fake", with: { kind: "full-name", locale: "ru" } },
      { rule: "fpe", with: { alphabet: "cyrillic" } },
    ],
  },
  {
    name: "account",
    datatype: "integer",
    value: fc.bigInt({ min: 10n ** 12n, max: 10n ** 15n }).map((n) => String(n - (n % 10n) + 7n)),
    needles: (value) => ({ texts: [value] }),
    binary: (value) => BigInt(value),
    rules: [
      ...everyForm,
      { rule: "drop" },
      { rule: "encrypt" },
      { rule: "generalize-number", with: { width: 1000 } },
      { rule: "generalize-number", with: { width: 1000, output: "lower" } },
      { rule: "noise", with: { scale: 1_000_000 } },
      { rule: "round", with: { step: 1000 } },
      { rule: "fpe" },
    ],
  },
  {
    name: "salary",
    datatype: "decimal(14,2)",
    value: fc.integer({ min: 10_000_000, max: 900_000_000 }).map((n) => `${n}.37`),
    needles: (value) => ({ texts: [value] }),
    binary: (value) => BigInt(value.replace(".", "")),
    rules: [
      { rule: "drop" },
      { rule: "pseudonymize" },
      { rule: "generalize-number", with: { width: 1000, output: "lower" } },
      { rule: "noise", with: { scale: 10_000 } },
      { rule: "round", with: { step: 100 } },
    ],
  },
  {
    name: "seen_at",
    datatype: "timestamp",
    value: moment,
    needles: (value) => ({ texts: [value, value.replace(" ", "t")] }),
    binary: (value) => BigInt(Date.parse(`${value.replace(" ", "T")}Z`)) * 1000n,
    rules: [
      { rule: "drop" },
      { rule: "date-shift", with: { days: 300, entity: "person" } },
      ...["week", "month", "year"].map((unit) => ({ rule: "generalize-date", with: { unit } })),
    ],
  },
  {
    name: "message",
    datatype: "string",
    value: fc
      .tuple(email, writtenPhone, fc.constantFrom("Пишите на", "call me:", "Order 20001234,", "№"))
      .map(([mail, number, word]) => `${word} ${mail}, тел. ${number}. Спасибо!`),
    needles: (value) => ({
      texts: [/\S+@\S+\.ru/.exec(value)?.[0] ?? value],
      digits: national(/тел\. ([^.]+)\./.exec(value)?.[1] ?? ""),
    }),
    rules: [
      { rule: "redact-text", with: { detectors: ["email", "phone"] } },
      { rule: "drop" },
      { rule: "redact" },
    ],
  },
];

/** Rules that no random document uses, each with why its output may be a value of the data. */
export const revealing: Readonly<Record<string, string>> = {
  keep: "publishes what it is given, with a reason that a reviewer sees",
  shuffle: "moves true values between rows",
  conditional: "is as strong as the rules it chooses between",
  "column-script": "is as strong as its expression",
  "python-script": "is as strong as its function",
  "top-bottom-code": "publishes true values between its bounds",
};
