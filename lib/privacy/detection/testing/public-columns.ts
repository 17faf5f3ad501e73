import { column, type LabelledColumn } from "./labelled-column.ts";
import * as s from "./sample-values.ts";

/**
 * Columns named as in products that many know (open personnel, clinic, school and trade systems, sample databases of engines,
 * 1C), filled as such databases are: whoever wrote detection did not choose the names.
 */

const first = s.pick("Grace", "Omar", "Lucia", "Kenneth", "Ingrid", "Samuel", "Joy", "Pedro");
const last = s.pick("Mwangi", "Lindqvist", "Fernandez", "Abbott", "Nakamura", "Silva", "Campbell");
const full = s.joined(" ", first, last);
const firstRu = s.pick("Глеб", "Тамара", "Анатолий", "Ксения", "Ринат", "Валентина");
const lastRu = s.pick("Воронцов", "Крылова", "Хабибуллин", "Сидоренко", "Мороз", "Левина");
const patronymicRu = s.pick("Павлович", "Глебовна", "Ринатович", "Семёновна", "Аркадьевич");
const fio = s.joined(" ", lastRu, firstRu, patronymicRu);
const hex = (length: number): s.Make =>
  s.joined("", ...Array.from({ length }, () => s.pick(..."0123456789abcdef")));
const uuid = s.joined("-", hex(8), hex(4), hex(4), hex(4), hex(12));
const moment = s.joined(" ", s.isoDate(2019, 2025), s.shaped("1#:2#:3#", "0#:5#:0#"));
const us = s.shaped("(206) 555-01##", "206-555-01##", "425.555.01##");
const notes = s.pick(
  "Education includes a degree in psychology and two years abroad in Spain",
  "He asked for the invoice to be sent to his brother instead of the office",
  "Referred by the clinic, walks with a stick, lives alone on the third floor",
);

export const publicColumns: readonly LabelledColumn[] = [
  // Personnel.
  column("emp_lastname", "last-name", last),
  column("emp_firstname", "first-name", first),
  column("emp_birthday", "birth-date", s.isoDate(1958, 2002), { type: "date" }),
  column(
    "emp_ssn_num",
    "ssn",
    s.official("ssn", "123456789", (n) => n.replace(/^(...)(..)/, "$1-$2-")),
  ),
  column("emp_dri_lice_num", "driver-licence", s.shaped("^#######", "^##-###-###")),
  column(
    "emp_street1",
    "address",
    s.joined(" ", s.number(1, 999), s.pick("Pine Street", "Lake Dr", "Ridge Road")),
  ),
  column("emp_zipcode", "postal-code", s.shaped("981##", "980##")),
  column("emp_hm_telephone", "phone", us),
  column("emp_work_email", "email", s.shaped("g.mwangi##@example.com")),
  column("eec_name", "full-name", full),
  column("ebsal_basic_salary", "income", s.shaped("#####", "1#####"), { type: "decimal" }),
  column("emp_gender", "gender", s.pick("1", "2"), { type: "integer" }),
  column("employee_id", null, s.shaped("0###", "1###")),
  column("job_title_code", null, s.shaped("JOB0##")),
  column("joined_date", null, s.isoDate(2005, 2025), { type: "date" }),
  column("termination_id", null, s.number(1, 90), { type: "integer" }),
  // Sample databases.
  column("CustomerName", "full-name", full),
  column("TitleOfCourtesy", null, s.pick("Ms.", "Mr.", "Dr.", "Mrs.")),
  column("HomePhone", "phone", us),
  column("ShipName", "full-name", full),
  column(
    "ShipAddress",
    "address",
    s.joined(" ", s.number(1, 900), s.pick("Rydell Ave", "Main St", "Baker Blvd")),
  ),
  column("ReportsTo", null, s.number(1, 9), { type: "integer" }),
  column("QuantityPerUnit", null, s.pick("10 boxes x 20 bags", "24 - 12 oz bottles", "48 - 6 oz jars")),
  column("UnitsInStock", null, s.number(0, 125), { type: "integer" }),
  column("PreferredName", "first-name", first),
  column("LogonName", "user-name", s.shaped("kenneth#", "isilva##", "o.abbott")),
  column("HashedPassword", "secret", hex(64)),
  column(
    "DeliveryAddressLine1",
    "address",
    s.joined(" ", s.pick("Shop 12,", "Suite 5,"), s.number(1, 999), s.pick("Hill Road", "Oak Lane")),
  ),
  column("NationalIDNumber", null, s.shaped("########", "#########")),
  column("SickLeaveHours", null, s.number(20, 80), { type: "integer" }),
  column("CardNumber", "card", s.official("card", "5555555555554444")),
  column("PasswordSalt", "secret", s.shaped("^^##^^##^^##^^##^^##^^##^^=")),
  column("AccountNumber", null, s.shaped("10-4020-0000##", "10-4030-0###")),
  column("PurchaseOrderNumber", null, s.shaped("PO############")),
  column("rowguid", null, uuid),
  column("ThumbnailPhotoFileName", null, s.shaped("bike_##_small.gif", "helmet_##.gif")),
  column("last_update", null, moment, { type: "timestamp" }),
  column("rental_duration", null, s.number(3, 7), { type: "integer" }),
  column("special_features", null, s.pick("Trailers", "Deleted Scenes", "Commentaries")),
  // Clinics.
  column("given_name", "first-name", first),
  column("family_name2", "last-name", last),
  column("birthdate_estimated", null, s.pick("0", "1"), { type: "integer" }),
  column("person_attribute_phone", "phone", s.shaped("+2547########", "+25411#######")),
  column("city_village", "city", s.pick("Nairobi", "Kisumu", "Seattle", "Eldoret", "Boston")),
  column("cause_of_death_icd", "diagnosis", s.shaped("A1#.#", "B2#", "C3#.#")),
  column("encounter_datetime", null, moment, { type: "timestamp" }),
  column("dose_units", null, s.pick("mg", "tablet", "ml")),
  column("PATIENT_MAIDEN", "last-name", last),
  column("DRIVERS", "driver-licence", s.shaped("S999#####", "S9998####")),
  column("PASSPORT", "passport-foreign", s.shaped("X#######", "X########")),
  column("ETHNICITY", "ethnicity", s.pick("hispanic", "nonhispanic")),
  column("BIRTHPLACE", "city", s.pick("Worcester", "Boston", "Lowell", "Springfield")),
  column("LAT", "coordinates", s.shaped("42.######"), { type: "float" }),
  column("REASONDESCRIPTION", null, s.pick("Acute bronchitis", "Normal pregnancy", "Sprain of ankle")),
  column("HEALTHCARE_EXPENSES", null, s.shaped("#####.##", "######.##"), { type: "decimal" }),
  column("insurance_plan_code", null, s.shaped("PLN-####")),
  // Schools and trade.
  column("lastip", "ip", s.shaped("85.1##.2#.1##", "10.0.#.##")),
  column("phone1", "phone", us),
  column("alternatename", "full-name", full),
  column("lastaccess", null, s.shaped("16########", "17########"), { type: "integer" }),
  column("shortname", null, s.pick("BIO101", "Chem 2", "MATH-A", "Art")),
  column("phone_mobile", "phone", us),
  column("primary_address_postalcode", "postal-code", s.shaped("9####", "0####")),
  column("assistant", "full-name", full),
  column("lead_source", null, s.pick("Cold Call", "Web Site", "Trade Show", "Word of mouth")),
  column("do_not_call", null, s.pick("0", "1"), { type: "boolean" }),
  column("description", "free-text", notes),
  column("customer_dob", "birth-date", s.isoDate(1948, 2004), { type: "date" }),
  column("remote_ip", "ip", s.shaped("203.0.113.#", "198.51.100.##")),
  column("increment_id", null, s.shaped("1000#####")),
  column("cc_last_4", null, s.shaped("####")),
  column("sku", null, s.shaped("24-MB##", "WS##-^-Blue")),
  column("recovery_email", "email", s.shaped("lucia.f##@example.net")),
  column("rp_token", "secret", hex(32)),
  // 1C.
  column("ФИО", "full-name", fio),
  column("ФизЛицо_Фамилия", "last-name", lastRu),
  column("ИмяФизЛица", "first-name", firstRu),
  column("МестоРождения", "city", s.pick("Саратов", "Ленинград", "Бийск", "Чита")),
  column("СтраховойНомер", "snils", s.official("snils", "11223344595")),
  column("ДокументСерия", "passport-ru", s.shaped("45 ##", "60 ##")),
  column(
    "АдресПоПрописке",
    "address",
    s.joined(" ", s.pick("ул. Кирова, д.", "г. Бийск, Советская ул., д."), s.number(1, 90)),
  ),
  column("НомерТелефона", "phone", s.shaped("79#########", "73852######")),
  column("КонтактноеЛицоКонтрагента", "full-name", s.joined(" ", firstRu, patronymicRu)),
  column("ИННФизЛица", "inn", s.official("inn", "500100732259")),
  column("КорСчет", "bank-account", s.shaped("30101810############")),
  column("РасчетныйСчет", "bank-account", s.shaped("40802810############")),
  column("ТабельныйНомер", null, s.shaped("0000-0####", "00000#####")),
  column("ВидДокумента", null, s.pick("Паспорт гражданина РФ", "Военный билет", "Загранпаспорт")),
  column("НомерГТД", null, s.shaped("10702030/######/00#####")),
  column("ЕдиницаИзмерения", null, s.pick("шт", "кг", "упак", "м")),
  column("НоменклатурнаяГруппа", null, s.pick("Мебель мягкая", "Окна Роста", "Двери Белорусские")),
  column("СуммаДокумента", null, s.shaped("#####.##", "###.##"), { type: "decimal" }),
  column("Ответственный", "full-name", s.joined(" ", lastRu, s.pick("Г.П.", "Т.Г.", "А.С."))),
  column("ДатаОтгрузки", null, s.dottedDate(2019, 2025)),
  column("ИдентификаторЗаписи", null, uuid),
];
