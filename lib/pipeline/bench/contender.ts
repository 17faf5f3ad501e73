/** What a contender of the benchmark is given on its command line, and what it answers as its last line of output. */
export interface ContenderTask {
  readonly databaseUrl: string;
  readonly table: string;
  /** An empty private folder. */
  readonly folder: string;
  /** `512MB`: the engine's limit, the same for every contender that has one. */
  readonly memory: string;
  readonly threads: number;
}

export interface ContenderResult {
  readonly seconds: number;
  /** Processor seconds of all its threads: what compares when the machine has other work. */
  readonly cpuSeconds: number;
  /** Seconds by stage, in order. */
  readonly stages: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}

export function readTask(): ContenderTask {
  const argument = process.argv[2];
  if (argument === undefined) throw new TypeError("a contender is started by pipeline.bench.ts");
  return JSON.parse(argument) as ContenderTask;
}

/** Measures stages one after another. */
export function stopwatch() {
  const stages: Record<string, number> = {};
  const start = performance.now();
  const used = process.cpuUsage();
  let last = start;
  return {
    lap(stage: string): void {
      const now = performance.now();
      stages[stage] = (stages[stage] ?? 0) + (now - last) / 1000;
      last = now;
    },
    answer(counts: Readonly<Record<string, number>>): void {
      const seconds = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(used);
      const result: ContenderResult = { seconds, cpuSeconds: (user + system) / 1e6, stages, counts };
      process.stdout.write(`${JSON.stringify(result)}\n`);
    },
  };
}
