import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalEmail, canonicalPhone, domainForm } from "#lib/personal-data";
import { name, sql } from "#lib/sql";
import { openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import { canonicalText } from "./canonical-text.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const canonical = async (domain: string, texts: readonly string[]) =>
  (
    await engine.rows(
      sql`select ${canonicalText(name("v"), { name: "string" }, domain)} from (${valuesTable(texts.map((text) => sql`${text}`))})`,
    )
  ).map(([value]) => value);

test.each([
  [
    "person.phone",
    ["8 (916) 123-45-67", "+7\u00a0916\u202f123 45 67", "9161234567", "79161234567", " 8-916-123-45-67 "],
    "+79161234567",
  ],
  ["patient.email", ["Ivan@Mail.RU", " ivan@mail.ru "], "ivan@mail.ru"],
  ["person.snils", ["112-233-445 95", "11223344595", "112 233 445 95"], "11223344595"],
  ["iban", ["de89 3704 0044 0532 0130 00", "DE89370400440532013000"], "DE89370400440532013000"],
  ["person.name", ["Пётр  Иванов", "ПЕТР ИВАНОВ", " петр\u00a0иванов"], "петр иванов"],
  ["shop.customer", ["A b", " A b "], "A b"],
  ["shop/person.email", ["A@b.ru", " A@b.ru"], "A@b.ru"],
])("values of %s that mean one thing are one", async (domain, texts, one) => {
  expect(new Set(await canonical(domain, texts))).toEqual(new Set([one]));
});

test("phones and e-mails are those of the forms for people; what is none keeps its text", async () => {
  const phones = [
    "0049 30 123456",
    "+1 (415) 555-0132",
    "12345",
    "call me",
    "8 916",
    "00 1",
    "+7/916/1234567",
    "(495) 1234567",
    "8916123456789",
  ];
  const made = await canonical("person.phone", phones);
  for (const [at, phone] of phones.entries()) {
    const expected = canonicalPhone(phone);
    if (expected !== undefined) expect(made[at], phone).toBe(expected);
  }
  expect(await canonical("person.phone", ["call me", "12345", "8 916"])).toEqual([
    "call me",
    "12345",
    "8 916",
  ]);
  const emails = ["Ivan@Mail.RU", "почта@Пример.рф"];
  expect(await canonical("person.email", emails)).toEqual(emails.map(canonicalEmail));
  expect([domainForm("constructor"), domainForm("a/person.phone"), domainForm("person.phone")]).toEqual([
    undefined,
    undefined,
    "phone",
  ]);
});
