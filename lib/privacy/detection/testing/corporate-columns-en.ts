import { column, type LabelledColumn } from "./labelled-column.ts";
import * as s from "./sample-values.ts";

/** Columns of English corporate databases, named and filled before it was looked at how detection decides. */

const first = s.pick("Emily", "Marcus", "Priya", "Hannah", "Diego", "Fatima", "Gregory", "Naomi", "Tyler");
const last = s.pick("Whitfield", "Ramirez", "Okafor", "Sullivan", "Kowalski", "Chen", "Hughes", "De Luca");
const full = s.joined(" ", first, last);
const reversed = s.joined(", ", last, first);
const hex = (length: number): s.Make =>
  s.joined("", ...Array.from({ length }, () => s.pick(..."0123456789abcdef")));
const uuid = s.joined("-", hex(8), hex(4), hex(4), hex(4), hex(12));
const chart = s.pick(
  "Pt presents with persistent cough x3 weeks, afebrile, will follow up",
  "Discussed medication changes with daughter, she will call the office",
  "Wound healing well, dressing changed, return visit in ten days",
);
const school = s.pick(
  "Works hard in class but needs to hand in homework on time",
  "A pleasure to teach, reads well above the level of the group",
  "Absent twice this week, I spoke with the mother by phone",
);
const moment = s.joined(" ", s.isoDate(2022, 2025), s.shaped("1#:2#:3#", "0#:5#:0#"));

export const corporateColumnsEn: readonly LabelledColumn[] = [
  column("ContactFName", "first-name", first),
  column("cont_lst_nm", "last-name", last),
  column("ownerFullName", "full-name", full),
  column("PrimaryEmailAddr", "email", s.dirty(s.shaped("e.whit##@example.com"), 7, "", "unknown")),
  column("phoneNumberE164", "phone", s.shaped("+1312555####", "+44207946####")),
  column("LeadMobile", "phone", s.dirty(s.shaped("312-555-01##", "(646) 555-01##"), 9, "n/a")),
  column("acct_mgr", "full-name", reversed),
  column(
    "billToStreet",
    "address",
    s.joined(" ", s.number(10, 9900), s.pick("Elm St", "W 42nd Ave Apt 5", "Harbor Blvd")),
  ),
  column("shipToCity", "city", s.pick("Austin", "Denver", "Portland", "Tampa", "Salt Lake City")),
  column("BillingZip", "postal-code", s.shaped("6####", "9####-####")),
  column("empSurname", "last-name", last),
  column("emp_forename", "first-name", first),
  column("DOB_dt", "birth-date", s.isoDate(1955, 2003), { type: "date" }),
  column(
    "SocialSecNo",
    "ssn",
    s.official("ssn", "123456789", (n) => n.replace(/^(...)(..)/, "$1-$2-")),
  ),
  column("annualSalaryUSD", "income", s.shaped("##500", "1##000"), { type: "integer" }),
  column("base_pay", "income", s.shaped("#####.00", "####.50"), { type: "decimal" }),
  column("EmergencyContactName", "full-name", full),
  column("emerg_phone", "phone", s.shaped("(773) 555-01##", "773.555.01##")),
  column("spouse_nm", "full-name", full),
  column(
    "raceEthnicity",
    "ethnicity",
    s.pick("Hispanic or Latino", "White", "Asian", "Black or African American"),
  ),
  column("religiousPref", "religion", s.pick("Catholic", "Muslim", "Baptist", "None")),
  column("pt_name", "full-name", reversed),
  column(
    "ptDOB",
    "birth-date",
    s.joined("/", s.pick("01", "04", "12"), s.pick("03", "17", "28"), s.number(1931, 2015)),
  ),
  column("attending_phys", "full-name", s.joined(" ", s.pick("Dr."), full)),
  column("prim_dx_icd10", "diagnosis", s.shaped("E11.#", "I25.1#", "J45.#")),
  column("chartNotes", "free-text", chart),
  column("pt_age_yrs", "age", s.number(0, 97), { type: "integer" }),
  column("GuardianFirst", "first-name", first),
  column("pupil_nm", "full-name", full),
  column("ParentEmail1", "email", s.shaped("Hughes.fam##@example.org", "naomi_c##@example.net")),
  column("studentGndr", "gender", s.pick("F", "M", "X")),
  column("teacherComments", "free-text", school),
  column("driverLicNo", "driver-licence", s.shaped("^####-#####-#####", "^###########")),
  column("VehicleVIN", "vin", s.shaped("1HGCM82633A######", "5YJSA1E26HF######")),
  column("vehReg", "licence-plate", s.shaped("AB## ^^^", "LK## ^^^")),
  column("dropLat", "coordinates", s.shaped("41.8####", "42.0####"), { type: "float" }),
  column("pickup_lng", "coordinates", s.shaped("-87.6####", "-88.0####"), { type: "float" }),
  column(
    "deliv_addr_line1",
    "address",
    s.joined(" ", s.number(1, 700), s.pick("Kings Road", "Park Ave", "Church Ln")),
  ),
  column("cardNbr", "card", s.official("card", "4539578763621486")),
  column("benefIBAN", "iban", s.official("iban", "DE89370400440532013000")),
  column("cardHolder", "full-name", s.pick("EMILY WHITFIELD", "DIEGO RAMIREZ", "PRIYA CHEN", "TYLER HUGHES")),
  column("lastLoginIp", "ip", s.shaped("73.1##.4#.1##", "24.5.1##.2#")),
  column("wifiMac", "mac", s.shaped("3C:22:FB:#^:1#:0#".replace("^", "A"), "F0:18:98:##:##:##")),
  column("IMEI_1", "imei", s.official("card", "356938035643809")),
  column("pwdHash", "secret", s.shaped("$2y$10$^^^^^^^^^^^^^^##########")),
  column("client_secret", "secret", hex(40)),
  column("userHandle", "user-name", s.shaped("mramirez##", "hannah_o#", "tk0walski#")),
  column("linkedin_url", "url", s.shaped("https://www.linkedin.com/in/user-####")),
  column(
    "raw_request",
    "json",
    s.joined("", s.pick('{"id": 7, "email": "'), s.shaped("t##@example.com"), s.pick('"}')),
  ),
  column("attr_3", "email", s.shaped("sullivan##@example.com", "g.k##@example.org")),
  column("udf_text1", "phone", s.shaped("+1 (312) 555-01##", "+1 (847) 555-01##")),
  column(
    "custFeedbackTxt",
    "free-text",
    s.pick(
      "Great service, but the courier was rude to my wife",
      "Waited forty minutes and nobody picked up, very disappointed",
    ),
  ),

  column("orderNbr", null, s.shaped("45########", "30########")),
  column("PO_number", null, s.shaped("4500######")),
  column("itemNo", null, s.shaped("######", "7#####")),
  column(
    "productTitle",
    null,
    s.pick("Canon Pixma Pro", "Oak Dining Table", "Ruby Red Grapefruit", "Jordan Air Max"),
  ),
  column("whsCity", null, s.pick("Dallas", "Memphis", "Reno", "Columbus")),
  column("callDurationSec", null, s.number(3, 4000), { type: "integer" }),
  column("elapsed", null, s.shaped("00:1#:3#", "01:0#:5#")),
  column("git_sha", null, hex(40)),
  column("rowGuid", null, uuid),
  column("orderStatus", null, s.pick("Open", "Shipped", "Back Ordered", "Closed")),
  column("lastSyncTs", null, moment, { type: "timestamp" }),
  column("jobRunAt", null, moment, { type: "timestamp" }),
  column("fileName", null, s.shaped("report_2024_0#.pdf", "export_##.csv")),
  column("hostName", null, s.shaped("srv-db-0#", "web##.prod")),
  column("emailTemplateCd", null, s.pick("welcome_v2", "reset", "invoice_due")),
  column("addr_type", null, s.pick("billing", "shipping", "home")),
  column("cardType", null, s.pick("Visa", "Amex", "Mastercard")),
  column("courseName", null, s.pick("Intro to Biology", "Algebra II", "World History", "Marching Band")),
  column("drugName", null, s.pick("Amoxicillin", "Lisinopril", "Metformin", "Atorvastatin")),
  column("lotNo", null, s.shaped("L######", "L#####A")),
  column("glAccount", null, s.shaped("4#####", "5#####-00")),
  column("costCenter", null, s.shaped("CC-####")),
  column("agingBucket", null, s.pick("0-30", "31-60", "61-90", "90+")),
  column("carrierName", null, s.pick("FedEx Ground", "UPS", "Old Dominion", "Estes Express")),
  column(
    "vendorName",
    null,
    s.pick("Johnson Controls", "Harris Supply Co", "Baker Hughes", "Martin Marietta Inc"),
  ),
  column(
    "schoolName",
    null,
    s.pick("Lincoln Elementary", "Roosevelt High", "St. Mary Academy", "Kennedy Middle School"),
  ),
  column("invoice_dt", null, s.isoDate(2017, 2025), { type: "date" }),
  column("nextReviewDt", null, s.isoDate(2024, 2027)),
  column("latencyMs", null, s.number(2, 900), { type: "integer" }),
  column("passScore", null, s.number(40, 100), { type: "integer" }),
  column("phoneOptIn", null, s.pick("Y", "N")),
  column("trackingNbr", null, s.shaped("7############", "1############")),
  column("balanceAmt", null, s.shaped("####.##", "##.##"), { type: "decimal" }),
  column("unitOfMeasure", null, s.pick("EA", "BX", "PL", "KG")),
  column("jobTitle", null, s.pick("Sales Manager", "Nurse Practitioner", "Forklift Operator", "Team Lead")),
  column("crc32", null, hex(8)),
];
