import { column, type LabelledColumn } from "./labelled-column.ts";
import * as s from "./sample-values.ts";

/** Columns of hotels, insurers, telephone companies and utilities, named and filled before detection was run on them. */

const first = s.pick("Leonard", "Aisha", "Chiara", "Duncan", "Mei", "Stefan", "Ruth", "Carlos");
const last = s.pick("Holloway", "Rahman", "Bianchi", "Drummond", "Schneider", "Vega", "Tanaka");
const full = s.joined(" ", first, last);
const firstRu = s.pick("Герман", "Лидия", "Эдуард", "Оксана", "Булат", "Римма");
const lastRu = s.pick("Фомин", "Жданова", "Валиев", "Остапчук", "Седых", "Котова");
const patronymicRu = s.pick("Эдуардович", "Германовна", "Булатович", "Лаврентьевна");
const fio = s.joined(" ", lastRu, firstRu, patronymicRu);
const hex = (length: number): s.Make =>
  s.joined("", ...Array.from({ length }, () => s.pick(..."0123456789abcdef")));
const moment = s.joined(" ", s.isoDate(2021, 2025), s.shaped("1#:2#:3#", "0#:5#:0#"));

export const serviceColumns: readonly LabelledColumn[] = [
  column("gst_nm", "full-name", full),
  column("guestLast", "last-name", last),
  column("GUEST_FIRST_NM", "first-name", first),
  column("insuredDOB", "birth-date", s.isoDate(1940, 2006), { type: "date" }),
  column("policyHolder", "full-name", full),
  column("claimantPhone", "phone", s.shaped("(503) 555-01##", "503-555-01##")),
  column(
    "claimNarrative",
    "free-text",
    s.pick(
      "Driver reversed into my parked car outside the school",
      "Water came through the ceiling while we were in Spain",
    ),
  ),
  column(
    "homeAddr2",
    "address",
    s.joined(" ", s.number(1, 990), s.pick("Willow Drive", "2nd Ave", "Station Road")),
  ),
  column("svcZip", "postal-code", s.shaped("972##", "970##-####")),
  column("subscriberMsisdn", "phone", s.shaped("4479########")),
  column("sim_imei", "imei", s.official("card", "490154203237518")),
  column("cpeMacAddr", "mac", s.shaped("A4:2#:0#:1#:3#:5#")),
  column("lastSeenIP", "ip", s.shaped("84.1#.2#.1##", "91.2#.3#.#")),
  column("pymtCardNo", "card", s.official("card", "4539578763621486")),
  column("IBANCode", "iban", s.official("iban", "DE89370400440532013000")),
  column("acctLogin", "user-name", s.shaped("lholloway#", "vega_c##")),
  column("loyaltyEmail", "email", s.shaped("r.tanaka##@example.com")),
  column("custSex", "gender", s.pick("F", "M")),
  column("insAge", "age", s.number(18, 90), { type: "integer" }),
  column("annIncomeAmt", "income", s.shaped("##000", "1##000"), { type: "integer" }),
  column("bornYr", "birth-date", s.number(1935, 2006), { type: "integer" }),
  column("fio_abonenta", "full-name", fio),
  column("ФИОСтрахователя", "full-name", fio),
  column("ZhiletsFam", "last-name", lastRu),
  column("imya_otch_vlad", "full-name", s.joined(" ", firstRu, patronymicRu)),
  column("DataRozhdStrah", "birth-date", s.dottedDate(1945, 2005)),
  column("telMobOsn", "phone", s.shaped("+7 9## ### ## ##", "89#########")),
  column("KontaktnyTel", "phone", s.shaped("8(9##)###-##-##")),
  column(
    "adresPodkl",
    "address",
    s.joined(" ", s.pick("ул. Мира, д.", "мкр. Южный, д."), s.shaped("1#", "2#, кв. 4#")),
  ),
  column("gorodPropiski", "city", s.pick("Канск", "Бугульма", "Орск", "Казань")),
  column("pochtIndeks", "postal-code", s.shaped("42####", "66####")),
  column("PaspSeriaNomer", "passport-ru", s.shaped("92## ######", "04 ## ######")),
  column("snilsAbonenta", "snils", s.official("snils", "11223344595")),
  column("innPlatelschika", "inn", s.official("inn", "500100732259")),
  column("nomerPolisaOMS", "oms", s.official("oms", "7700000000000008")),
  column("gosNomerTS", "licence-plate", s.shaped("Р###КТ124", "М###АО16")),
  column("vinNomer", "vin", s.shaped("XTA#####0########", "Z94CB41ABGR######")),
  column("VUSeriyaNomer", "driver-licence", s.shaped("99## ######", "24## ######")),
  column("schetPoluchatelya", "bank-account", s.shaped("40817810############")),
  column("bikBankaPol", "bik", s.shaped("0440#####", "0465#####")),
  column("pochtaKlienta", "email", s.shaped("kotova##@inbox.ru")),
  column(
    "tekstZhaloby",
    "free-text",
    s.pick(
      "Второй день нет горячей воды, дома маленький ребёнок",
      "Счёт пришёл на умершего отца, прошу пересчитать",
    ),
  ),
  column("parolLK", "secret", hex(40)),

  column("roomNbr", null, s.number(101, 980)),
  column("ratePlanCd", null, s.pick("BAR", "CORP", "AAA")),
  column("confirmationNbr", null, s.shaped("9#########", "8#########")),
  column("folioNo", null, s.shaped("######")),
  column("roomTypeDesc", null, s.pick("King Deluxe", "Queen Suite", "Victoria Room", "Twin")),
  column("arrivalDt", null, s.isoDate(2021, 2025), { type: "date" }),
  column("nightsCnt", null, s.number(1, 14), { type: "integer" }),
  column("propertyName", null, s.pick("Grand Hotel Boston", "Charlotte Inn", "Park Plaza", "Hotel Carlos")),
  column("propertyCity", null, s.pick("Leipzig", "Fargo", "Ostrava")),
  column("claimNo", null, s.shaped("CLM-########")),
  column("coverageType", null, s.pick("Auto", "Home", "Life")),
  column("deductibleAmt", null, s.shaped("###.00", "1###.00"), { type: "decimal" }),
  column("repairShopName", null, s.pick("Duncan Auto Body", "Ace Glass", "Miller Tires", "Best Bumper")),
  column("callStartTs", null, moment, { type: "timestamp" }),
  column("durSec", null, s.number(1, 5000), { type: "integer" }),
  column("cellTowerId", null, s.shaped("310-410-####-#####")),
  column("planName", null, s.pick("Unlimited Plus", "Family Share", "Basic")),
  column("handsetModel", null, s.pick("Galaxy S22", "Pixel 7", "iPhone 13")),
  column("meterReading", null, s.shaped("#####", "1####"), { type: "integer" }),
  column("cfgHash", null, hex(32)),
  column("fwVersion", null, s.shaped("1#.0.#.2#", "2.#.1#.#")),
  column("outageArea", null, s.pick("Mill District", "Lower East", "Harbor")),
  column("emailBounceCnt", null, s.number(0, 6), { type: "integer" }),
  column("tarifNaim", null, s.pick("Семья Плюс", "Безлимит", "Любимый Город", "Роман")),
  column("nomerDogovoraStrah", null, s.shaped("ХХХ ##########")),
  column("nomerSchetchika", null, s.shaped("0########", "1########")),
  column("pokazaniya", null, s.shaped("####", "#####"), { type: "integer" }),
  column("vidUslugi", null, s.pick("Водоотведение", "Электроэнергия", "Вывоз мусора")),
  column("strahSumma", null, s.shaped("######", "1######"), { type: "integer" }),
  column("gorodFiliala", null, s.pick("Казань", "Уфа", "Пермь")),
  column("dataPoverki", null, s.dottedDate(2015, 2025)),
  column("kodUchastka", null, s.shaped("9#########")),
  column("statusLK", null, s.pick("Активен", "Заблокирован")),
  column("uk_nazv", null, s.pick("УК Наш Дом", "ТСЖ Мира", "Жилсервис", "УК Виктория")),
  column("srokPolisa", null, s.pick("1 год", "6 мес.", "3 мес.")),
  column("nomer_zayavleniya", null, s.shaped("77########", "78########")),
];
