import { address } from "./address.ts";
import { age } from "./age.ts";
import { bankAccount } from "./bank-account.ts";
import { bik } from "./bik.ts";
import { birthDate } from "./birth-date.ts";
import { card } from "./card.ts";
import { city } from "./city.ts";
import { coordinates } from "./coordinates.ts";
import { deviceId } from "./device-id.ts";
import { diagnosis } from "./diagnosis.ts";
import { driverLicence } from "./driver-licence.ts";
import { email } from "./email.ts";
import { ethnicity } from "./ethnicity.ts";
import { firstName } from "./first-name.ts";
import { freeText } from "./free-text.ts";
import { fullName } from "./full-name.ts";
import { gender } from "./gender.ts";
import { iban } from "./iban.ts";
import { imei } from "./imei.ts";
import { income } from "./income.ts";
import { inn } from "./inn.ts";
import { ip } from "./ip.ts";
import { json } from "./json.ts";
import { kpp } from "./kpp.ts";
import { lastName } from "./last-name.ts";
import { licencePlate } from "./licence-plate.ts";
import { mac } from "./mac.ts";
import { ogrn } from "./ogrn.ts";
import { ogrnip } from "./ogrnip.ts";
import { oms } from "./oms.ts";
import { passportForeign } from "./passport-foreign.ts";
import { passportRu } from "./passport-ru.ts";
import { patronymic } from "./patronymic.ts";
import { phone } from "./phone.ts";
import { postalCode } from "./postal-code.ts";
import { religion } from "./religion.ts";
import { secret } from "./secret.ts";
import { snils } from "./snils.ts";
import { ssn } from "./ssn.ts";
import { url } from "./url.ts";
import { userName } from "./user-name.ts";
import { vin } from "./vin.ts";

/** Every kind of personal data that detection knows. A new one is its file and a line here. */
export const personalDataKinds = [
  firstName,
  lastName,
  patronymic,
  fullName,
  userName,
  email,
  phone,
  address,
  city,
  postalCode,
  card,
  iban,
  ip,
  mac,
  url,
  ssn,
  passportRu,
  passportForeign,
  birthDate,
  age,
  gender,
  coordinates,
  freeText,
  inn,
  snils,
  ogrn,
  ogrnip,
  kpp,
  oms,
  bik,
  bankAccount,
  licencePlate,
  driverLicence,
  vin,
  imei,
  deviceId,
  secret,
  json,
  diagnosis,
  religion,
  ethnicity,
  income,
] as const;
