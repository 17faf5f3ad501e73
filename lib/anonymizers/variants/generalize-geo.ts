import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { decimalPlaces, exactNumber, units } from "../exact-number.ts";
import { text, textParam } from "../texts.ts";

interface Parameters {
  readonly axis: "both" | "latitude" | "longitude";
  readonly grid: string;
  readonly unit: "degrees" | "km";
  readonly latitude?: string | undefined;
}

/** A degree of the meridian on a sphere of the mean radius, 6371.0088 km (IUGG). */
const kilometresOfDegree = 111.19508;

const double = (value: number): Sql => sql`cast(${String(value)} as double)`;
const sizeOf = ({ grid }: Parameters): number =>
  Number(units(grid, decimalPlaces(grid))) / 10 ** decimalPlaces(grid);
const inDegrees = (p: Parameters): number => (p.unit === "km" ? sizeOf(p) / kilometresOfDegree : sizeOf(p));

/** The middle of the row of cells, counted from the equator. */
function latitudeCell(value: Sql, p: Parameters): Sql {
  const step = double(inDegrees(p));
  const inside = sql`case when ${value} between -90 and 90 then ${value} end`;
  const middle = sql`((floor(${inside} / ${step}) + 0.5) * ${step})`;
  // Not by `least` and `greatest`, which would pass over a null and answer the pole.
  return sql`(case when ${middle} > 90 then 90.0 when ${middle} < -90 then -90.0 else ${middle} end)`;
}

/** The middle of the cell; cells divide the circle evenly and are as wide in kilometres as their row allows. */
function longitudeCell(value: Sql, row: Sql | undefined, p: Parameters): Sql {
  const wide = row
    ? sql`${double(inDegrees(p))} / greatest(cos(radians(${row})), 1e-9)`
    : double(inDegrees(p));
  const width = sql`(360.0 / greatest(1, floor(360.0 / (${wide}) + 1e-9)))`;
  const inside = sql`case when ${value} between -180 and 180 then case when ${value} = 180 then -180.0 else ${value} end end`;
  return sql`(-180.0 + (floor((${inside} + 180.0) / ${width}) + 0.5) * ${width})`;
}

/** Five decimals are a metre: enough for the middle of a cell. Without the negative zero. */
const tidy = (value: Sql): Sql => sql`(round(${value}, 5) + 0.0)`;

const point = "\\s*([+-]?[0-9]{1,3}(?:\\.[0-9]{1,15})?)\\s*[,;]\\s*([+-]?[0-9]{1,3}(?:\\.[0-9]{1,15})?)\\s*";

function pointCell(value: Sql, p: Parameters): Sql {
  const number = (at: number): Sql =>
    sql`try_cast(regexp_extract(case when regexp_full_match(${value}, ${point}) then ${value} end, ${`^${point}$`}, ${at}) as double)`;
  const row = latitudeCell(number(1), p);
  const cell = longitudeCell(number(2), p.unit === "km" ? row : undefined, p);
  return sql`cast(${tidy(row)} as varchar) || ',' || cast(${tidy(cell)} as varchar)`;
}

const problem = (p: Parameters, type: ColumnType): Text | undefined => {
  if ((type.name === "string") === (p.axis === "both")) return undefined;
  return type.name === "string"
    ? text(
        "a text holds both coordinates: choose the axis both",
        "в тексте обе координаты: выберите ось both",
      )
    : text(
        "a number is a latitude or a longitude: choose the axis",
        "число — это широта или долгота: выберите ось",
      );
};

/** Moves a place to the middle of its cell of a grid. */
export const generalizeGeo = defineAnonymizer({
  id: "generalize-geo",
  version: 1,
  accepts: ["string", "decimal", "float"],
  returns: (_type: ColumnType, { axis }: Parameters): ColumnType => ({
    name: axis === "both" ? "string" : "float",
  }),
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
  columnsUsed: ({ latitude }) => (latitude === undefined ? [] : [latitude]),
  params: z
    .strictObject({
      axis: z
        .enum(["both", "latitude", "longitude"])
        .default("both")
        .meta({
          label: text("What it holds", "Что в колонке"),
          help: text("both: a text as 55.75,37.62.", "both: текст вида 55.75,37.62."),
        }),
      grid: exactNumber(text("Size of a cell", "Размер ячейки")),
      unit: z
        .enum(["degrees", "km"])
        .default("degrees")
        .meta({ label: text("Unit", "Единица") }),
      latitude: textParam({ min: 1, max: 120 })
        .optional()
        .meta({
          label: text("Column of the latitude", "Колонка широты"),
          names: "column",
          help: text(
            "For a longitude in kilometres: a degree is shorter near the poles.",
            "Для долготы в километрах: у полюсов градус короче.",
          ),
        }),
    })
    .refine(
      (p) => sizeOf(p) >= (p.unit === "km" ? 0.1 : 0.001) && sizeOf(p) <= (p.unit === "km" ? 5000 : 90),
      {
        message: "a cell has 0.001 to 90 degrees, or 0.1 to 5000 km",
      },
    )
    .refine((p) => (p.axis === "longitude" && p.unit === "km") === (p.latitude !== undefined), {
      message: "a longitude in kilometres, and only it, needs the column of the latitude",
    }),
  problem,
  compile: {
    duckdb: ({ value, params, column }) => {
      if (params.axis === "both") return pointCell(value, params);
      const number = sql`cast(${value} as double)`;
      if (params.axis === "latitude") return tidy(latitudeCell(number, params));
      const row =
        params.latitude === undefined
          ? undefined
          : latitudeCell(sql`try_cast(${column(params.latitude)} as double)`, params);
      return tidy(longitudeCell(number, row, params));
    },
  },
  technique: { dpv: null, etlx: "generalize-geo", label: text("Generalisation", "Обобщение") },
  docs: {
    title: text("Coarsen places", "Огрубление координат"),
    summary: text(
      "Moves a place to the middle of its cell of a grid, in degrees or kilometres.",
      "Переносит точку в середину ячейки сетки, в градусах или километрах.",
    ),
    risk: text(
      "A cell in the country may hold one house; several places of one person still tell a way.",
      "За городом в ячейке может быть один дом; несколько точек одного человека всё же выдают маршрут.",
    ),
    examples: [
      { params: { grid: 1 }, input: "55.7558,37.6173", output: "55.5,37.5" },
      { params: { grid: "0.5" }, input: " -33.8688 ; 151.2093", output: "-33.75,151.25" },
      { params: { grid: 10, unit: "km" }, input: "55.7558,37.6173", output: "55.7129,37.67627" },
      { params: { grid: 1 }, input: "91,0", output: null },
      { params: { grid: 1 }, input: "somewhere", output: null },
      { params: { axis: "latitude", grid: "0.1" }, type: "float", input: "55.7558", output: "55.75" },
      { params: { axis: "longitude", grid: 1 }, type: "decimal(9,6)", input: "180", output: "-179.5" },
      {
        params: { axis: "longitude", grid: 100, unit: "km", latitude: "lat" },
        type: "float",
        input: "37.6173",
        output: "38.06167",
      },
      { params: { axis: "latitude", grid: 1 }, type: "float", input: "nan", output: null },
      { params: { grid: 1 }, input: null, output: null },
    ],
  },
});
