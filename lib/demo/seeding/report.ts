/** What the seeding tells the process that started it: one JSON object a line. */
export interface SeedResult {
  readonly module: string;
  readonly version: number;
  readonly tables: number;
  readonly rows: number;
  /** Python that reads a table of the version. */
  readonly read?: string;
}

const line = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** `progress` is a share from 0 to 1. */
export const reportStep = (step: string, detail?: string, progress?: number): void =>
  void line({ step, detail, progress });

export const reportResult = (result: SeedResult): void => void line({ result });
