/**
 * Three-digit ZIP code areas of 20,000 people or fewer by the census of 2000, which HIPAA's Safe Harbor publishes as 000
 * (45 CFR 164.514(b)(2)(i)(B); U.S. Department of Health and Human Services, Guidance Regarding Methods for
 * De-identification of Protected Health Information, 2012, "Can ZIP codes be included?").
 */
export const lowPopulationZip3: readonly string[] = [
  "036",
  "059",
  "063",
  "102",
  "203",
  "556",
  "692",
  "790",
  "821",
  "823",
  "830",
  "831",
  "878",
  "879",
  "884",
  "890",
  "893",
];
