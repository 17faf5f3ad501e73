/** The product's name and version, as provenance reports state it. */
export const productName = "ETL-Express 0.1.0";
