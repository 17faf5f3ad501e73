/**
 * Units by quantity: how many of the smallest one a unit is, exactly, as a fraction of integers (International System of
 * Units; the yard and pound agreement of 1959; IEC 80000-13 for bytes). Names are compared as written and in small letters.
 */
export interface Unit {
  readonly factor: readonly [numerator: bigint, denominator: bigint];
  /** What is added to reach the base unit, in units of the base: temperatures only. */
  readonly offset?: readonly [numerator: bigint, denominator: bigint];
  readonly names: readonly string[];
  /** Names in which the case counts: `Mb` is no `MB`. */
  readonly exact?: readonly string[];
}

const unit = (numerator: bigint | number, names: string, denominator: bigint | number = 1): Unit => ({
  factor: [BigInt(numerator), BigInt(denominator)],
  names: names.split("|"),
});
const bytes = (factor: bigint, exact: string, names: string): Unit => ({
  factor: [factor, 1n],
  names: names.split("|"),
  exact: exact.split("|"),
});

export const quantities: Readonly<Record<string, Readonly<Record<string, Unit>>>> = {
  length: {
    mm: unit(1, "mm|мм|millimeter|millimeters|millimetre|millimetres|миллиметр|миллиметра|миллиметров"),
    cm: unit(10, "cm|см|centimeter|centimeters|centimetre|centimetres|сантиметр|сантиметра|сантиметров"),
    m: unit(1000, "m|м|meter|meters|metre|metres|метр|метра|метров"),
    km: unit(1_000_000, "km|км|kilometer|kilometers|kilometre|kilometres|километр|километра|километров"),
    in: unit(254, 'in|inch|inches|"|″|дюйм|дюйма|дюймов', 10),
    ft: unit(3048, "ft|foot|feet|'|′|фут|фута|футов", 10),
    yd: unit(9144, "yd|yard|yards|ярд|ярда|ярдов", 10),
    mi: unit(1_609_344, "mi|mile|miles|миля|мили|миль"),
  },
  mass: {
    mg: unit(1, "mg|мг|milligram|milligrams|миллиграмм|миллиграмма|миллиграммов"),
    g: unit(1000, "g|г|гр|gram|grams|грамм|грамма|граммов"),
    kg: unit(1_000_000, "kg|кг|kilogram|kilograms|килограмм|килограмма|килограммов"),
    t: unit(1_000_000_000, "t|т|tonne|tonnes|тонна|тонны|тонн"),
    oz: unit(28_349_523_125n, "oz|ounce|ounces|унция|унции|унций", 1_000_000),
    lb: unit(45_359_237, "lb|lbs|pound|pounds|фунт|фунта|фунтов", 100),
  },
  volume: {
    ml: unit(
      1,
      "ml|мл|milliliter|milliliters|millilitre|millilitres|миллилитр|миллилитра|миллилитров|cm³|см³",
    ),
    l: unit(1000, "l|л|liter|liters|litre|litres|литр|литра|литров|dm³|дм³"),
    m3: unit(1_000_000, "m³|м³|m3|м3|куб.м|куб. м"),
    "gal-us": unit(3_785_411_784n, "gal|gallon|gallons|галлон|галлона|галлонов", 1_000_000),
  },
  time: {
    ms: unit(1, "ms|мс|millisecond|milliseconds|миллисекунда|миллисекунды|миллисекунд"),
    s: unit(1000, "s|sec|second|seconds|с|сек|секунда|секунды|секунд"),
    min: unit(60_000, "min|minute|minutes|мин|минута|минуты|минут"),
    h: unit(3_600_000, "h|hr|hrs|hour|hours|ч|час|часа|часов"),
    d: unit(86_400_000, "d|day|days|д|дн|сут|день|дня|дней|сутки|суток"),
    wk: unit(604_800_000, "wk|week|weeks|нед|неделя|недели|недель"),
  },
  temperature: {
    K: { ...unit(1, "k|к|kelvin|кельвин"), offset: [0n, 1n] },
    C: { ...unit(1, "c|с|°c|°с|℃|celsius|цельсия"), offset: [27_315n, 100n] },
    F: { ...unit(5, "f|°f|℉|fahrenheit|фаренгейта", 9), offset: [229_835n, 900n] },
  },
  bytes: {
    bit: unit(1, "bit|bits|бит|бита", 8),
    B: bytes(1n, "B|Б", "byte|bytes|байт|байта|байтов"),
    kB: bytes(1000n, "kB|KB|кБ|КБ|Кб", "килобайт|kilobyte|kilobytes"),
    MB: bytes(10n ** 6n, "MB|МБ|Мб", "мегабайт|megabyte|megabytes"),
    GB: bytes(10n ** 9n, "GB|ГБ|Гб", "гигабайт|gigabyte|gigabytes"),
    TB: bytes(10n ** 12n, "TB|ТБ|Тб", "терабайт|terabyte|terabytes"),
    KiB: unit(1024, "kib|киб|кибибайт"),
    MiB: unit(2n ** 20n, "mib|миб|мебибайт"),
    GiB: unit(2n ** 30n, "gib|гиб|гибибайт"),
    TiB: unit(2n ** 40n, "tib|тиб|тебибайт"),
  },
};
