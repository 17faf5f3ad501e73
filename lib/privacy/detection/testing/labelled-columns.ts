import type { ColumnTypeName } from "#lib/contracts";
import * as s from "./sample-values.ts";

/** A column, what it holds, and which half of the test set it is of. `kind` null: none; a decoy. */
export interface LabelledColumn {
  readonly name: string;
  readonly kind: string | null;
  readonly make: s.Make;
  readonly type?: ColumnTypeName;
  readonly rows?: number;
}

const column = (
  name: string,
  kind: string | null,
  make: s.Make,
  options: { readonly type?: ColumnTypeName; readonly rows?: number } = {},
): LabelledColumn => ({ name, kind, make, ...options });

const mobile = s.shaped("+7 (9##) ###-##-##", "89#########", "9#########", "+79#########", "8 9## ### ## ##");
const prose = s.pick(
  "Позвоните клиенту завтра после обеда, он просил уточнить сроки",
  "Customer asked to call back on Monday about the late delivery",
  "Товар пришёл с опозданием, коробка была помята сбоку",
  "The parcel was left with a neighbour, please check the address",
);

/** The half that weights and patterns may be tuned on. */
export const tuningColumns: readonly LabelledColumn[] = [
  column("first_name", "first-name", s.firstEn),
  column("Имя", "first-name", s.firstRu),
  column("familiya", "last-name", s.lastRu),
  column("surname", "last-name", s.lastEn),
  column("Отчество", "patronymic", s.patronymicRu),
  column("fio", "full-name", s.joined(" ", s.lastRu, s.firstRu, s.patronymicRu)),
  column("customer_name", "full-name", s.joined(" ", s.firstEn, s.lastEn)),
  column("login", "user-name", s.shaped("osric_##", "rowena##")),
  column(
    "email",
    "email",
    s.dirty(s.shaped("user##@mail.ru", "a.b##@gmail.com"), 8, "N/A", "user (at) mail.ru"),
  ),
  column("contact1", "email", s.shaped("person###@yandex.ru")),
  column("phone", "phone", s.dirty(mobile, 6, "-", "нет", "звонить вечером")),
  column("telefon", "phone", mobile, { rows: 3 }),
  column("address", "address", s.joined(" ", s.pick("ул. Ленина, д.", "пр-т Мира, д."), s.number(1, 99))),
  column("город", "city", s.pick("Москва", "Казань", "Тверь", "Клин")),
  column("zip", "postal-code", s.shaped("1#####")),
  column("card_number", "card", s.official("card", "4111111111111111")),
  column(
    "payment_ref",
    "card",
    s.official("card", "5555555555554444", (n) => n.replace(/(.{4})(?=.)/g, "$1 ")),
  ),
  column("iban", "iban", s.official("iban", "DE89370400440532013000")),
  column(
    "client_ip",
    "ip",
    s.joined(".", s.number(10, 200), s.number(0, 255), s.number(0, 255), s.number(1, 254)),
  ),
  column(
    "ssn",
    "ssn",
    s.official("ssn", "123456789", (n) => n.replace(/^(...)(..)/, "$1-$2-")),
  ),
  column("паспорт", "passport-ru", s.shaped("45## ######", "46 ## ######")),
  column("birth_date", "birth-date", s.dottedDate(1940, 2005)),
  column("dob", "birth-date", s.isoDate(1940, 2005), { type: "date" }),
  column("age", "age", s.number(18, 90), { type: "integer" }),
  column("gender", "gender", s.pick("f", "m", "жен", "муж")),
  column("comment", "free-text", prose),
  column("inn", "inn", s.dirty(s.official("inn", "500100732259"), 3, "", "123")),
  column("field_7", "inn", s.official("inn", "7707083893")),
  column(
    "СНИЛС",
    "snils",
    s.official("snils", "11223344595", (n) => n.replace(/^(...)(...)(...)/, "$1-$2-$3 ")),
  ),
  column("ogrn", "ogrn", s.official("ogrn", "1027700132195")),
  column("kpp", "kpp", s.official("kpp", "773601001")),
  column("bik", "bik", s.shaped("0445#####")),
  column("gosnomer", "licence-plate", s.shaped("А###ВС77", "Х###КМ199")),
  column("diagnosis", "diagnosis", s.shaped("J0#.#", "I1#")),
  column("password_hash", "secret", s.shaped("$2b$10$^^^^^^^^^^##########")),
  column("order_number", null, s.shaped("10########")),
  column("order_no", null, s.shaped("##########"), { type: "integer" }),
  column("sku", null, s.shaped("SKU-####-^^")),
  column("price", null, s.shaped("##.##"), { type: "decimal" }),
  column("quantity", null, s.number(1, 90), { type: "integer" }),
  column("created_at", null, s.isoDate(2020, 2025), { type: "date" }),
  column("status", null, s.pick("new", "paid", "cancelled")),
  column("product_name", null, s.pick("Apple Phone", "Стол Дубовый", "Green Tea", "Лампа Настольная")),
  column("is_active", null, s.pick("true", "false"), { type: "boolean" }),
  column("empty_column", null, () => null),
];

/** The half that nothing was tuned on: it tells how detection does on columns it has not seen. */
export const heldOutColumns: readonly LabelledColumn[] = [
  column("givenName", "first-name", s.firstEn),
  column("imya", "first-name", s.firstRu, { rows: 3 }),
  column("LastName", "last-name", s.lastEn),
  column("Фамилия", "last-name", s.lastRu),
  column("middle_name", "patronymic", s.patronymicRu),
  column("col_12", "full-name", s.joined(" ", s.lastRu, s.firstRu, s.patronymicRu)),
  column("PatientName", "full-name", s.joined(" ", s.firstEn, s.lastEn)),
  column("username", "user-name", s.shaped("beatrix.##", "ash##")),
  column("Эл. почта", "email", s.dirty(s.shaped("k##@почта.рф", "b##@work.ru"), 4, null, "-")),
  column("mail_2", "email", s.shaped("USER##@MAIL.RU", " u##@list.ru"), { rows: 3 }),
  column("mobile_phone", "phone", s.shaped("+1 ###-555-####", "(212) ###-####", "+44 20 #### ####")),
  column("Телефон клиента", "phone", mobile),
  column("tel", "phone", s.shaped("79#########"), { type: "integer" }),
  column(
    "delivery_address",
    "address",
    s.joined(" ", s.number(1, 900), s.pick("Oak Street", "Mill Lane", "High Road")),
  ),
  column("birth_place", "city", s.pick("Омск", "Пермь", "Лида", "Клин")),
  column("почтовый_индекс", "postal-code", s.shaped("6#####"), { type: "integer" }),
  column("pan", "card", s.official("card", "2200000000000004")),
  column(
    "acct",
    "iban",
    s.official("iban", "GB29NWBK60161331926819", (n) => n.replace(/(.{4})(?=.)/g, "$1 ")),
  ),
  column("remote_addr", "ip", s.shaped("2001:db8::#:##", "192.0.2.##")),
  column("mac_address", "mac", s.shaped("A#:B#:0#:1#:2#:3#")),
  column("profile_url", "url", s.shaped("https://example.com/u/####")),
  column("passport_no", "passport-ru", s.shaped("4### № ######", "45 ## ######")),
  column("zagranpasport", "passport-foreign", s.shaped("7# #######")),
  column("дата_рождения", "birth-date", s.dirty(s.isoDate(1935, 2010), 5, "н/д", "30.02.1977")),
  column("vozrast", "age", s.number(1, 99)),
  column("Пол", "gender", s.pick("Ж", "М", "Женский")),
  column("latitude", "coordinates", s.shaped("55.######"), { type: "float" }),
  column("отзыв", "free-text", s.dirty(prose, 3, "ок", "")),
  column("ИНН организации", "inn", s.official("inn", "7707083893")),
  column("tax_no", "inn", s.official("inn", "500100732259")),
  column("insurance_number", "snils", s.official("snils", "11223344595")),
  column("ogrnip", "ogrnip", s.official("ogrnip", "304500116000157")),
  column("policy_number", "oms", s.official("oms", "7700000000000008")),
  column("raschetnyj_schet", "bank-account", s.shaped("40817810############")),
  column("car_number", "licence-plate", s.shaped("В ### ЕК 77", "М###ОР750")),
  column("vin", "vin", s.shaped("XTA2109#9Y#######")),
  column("driver_license", "driver-licence", s.shaped("77## ######")),
  column("imei", "imei", s.official("card", "356938035643809")),
  column("deviceId", "device-id", s.shaped("^#^#^#-##^^##")),
  column("код_мкб", "diagnosis", s.shaped("E1#.#", "K2#")),
  column("religion", "religion", s.pick("islam", "orthodox", "none")),
  column("nationality", "ethnicity", s.pick("татарин", "русский")),
  column("payload", "json", s.joined("", s.pick('{"a": "'), s.shaped("u##@mail.ru"), s.pick('"}'))),
  column("номер_заказа", null, s.shaped("##########")),
  column("invoice_id", null, s.shaped("20##########")),
  column("barcode", null, s.shaped("46###########")),
  column("artikul", null, s.shaped("######")),
  column("amount", null, s.shaped("####.##"), { type: "decimal" }),
  column("updated_at", null, s.isoDate(2019, 2025), { type: "timestamp" }),
  column("category_name", null, s.pick("Books", "Home and Garden", "Игрушки", "Еда")),
  column("version", null, s.shaped("#.##.#")),
  column("email_sent", null, s.pick("true", "false"), { type: "boolean" }),
  column("phone_model", null, s.shaped("Galaxy S##", "iPhone ##")),
  column("rating", null, s.number(1, 5), { type: "integer" }),
  column("company_name", null, s.pick("Northwind Traders", "ООО Полюс", "Вектор", "Acme")),
  column("hash", null, s.shaped("a#b#c#d#e#f#a#b#")),
  column("score", null, s.shaped("0.####"), { type: "float" }),
  column("notes_count", null, s.number(0, 40), { type: "integer" }),
];
