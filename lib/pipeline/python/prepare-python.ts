import {
  canonicalPackage,
  type PackageLock,
  type PackageUse,
  type PythonPolicy,
  type PythonProgress,
} from "#lib/contracts";
import {
  assertAllowed,
  environmentStep,
  hasJail,
  lockedEnvironment,
  lockKey,
  lockPackages,
  pythonEnvironment,
} from "#lib/engine/server";
import { AppError, systemClock, type Text } from "#lib/kernel";
import { atMost } from "./at-most.ts";
import { type LongWork, longWorks } from "./long-works.ts";

/** What makes the places that scripts run in, finds out what packages come to, and says whether there is a sandbox. */
export interface PythonMakers {
  readonly hasJail: typeof hasJail;
  readonly environment: typeof pythonEnvironment;
  readonly packages: typeof lockedEnvironment;
  readonly lock: typeof lockPackages;
}

/** What scripts in Python run in: with these packages beside those that every script has. */
export interface PythonNeed {
  readonly lock?: PackageLock;
}

/** Packages that a module declares. */
export interface DeclaredPackages {
  readonly module: string;
  readonly packages: readonly PackageUse[];
}

export interface PythonPreparation {
  /** Where it keeps what it makes. */
  readonly folder: string;
  /**
   * Answers when scripts can run, soon. What takes longer goes on by itself, whoever asks meanwhile.
   * @param waitedFor the preparation that was waited for: its failure is told, where anybody else's attempt begins anew
   * @throws AppError `python-preparing` (which names the preparation), `python-sandbox-missing`, `package-not-allowed`,
   * `python-missing`, and what {@link lockedEnvironment} says
   */
  ready(need: PythonNeed, policy: PythonPolicy, waitedFor?: string): Promise<void>;
  /**
   * Answers what packages come to, in the same way.
   * @throws AppError `python-preparing`, `package-not-allowed`, `python-missing`, and what {@link lockPackages} says
   */
  lock(declared: DeclaredPackages, policy: PythonPolicy, waitedFor?: string): Promise<PackageLock>;
  /** The newest preparation of a module's lock of which nobody has been told what it came to. */
  locking(module: string): { readonly id: string; readonly packages: readonly PackageUse[] } | undefined;
  /** How far a preparation is; nothing when it is over, one way or the other. */
  progress(id: string): PythonProgress | undefined;
  /** Gives up what is looked up in the registry; what installs goes on, as others may wait for it. */
  close(): Promise<void>;
}

interface Place {
  readonly count: number;
  isInPackages: boolean;
}
interface Locking extends Place, DeclaredPackages {}

/** What is there already is looked at within this time, on a busy machine too. */
const graceMilliseconds = 1500;

/** Each is a process that downloads: who tries sets of packages out must not have one for each. */
const lookedUpAtOnce = 2;

const makersHere: PythonMakers = {
  hasJail,
  environment: pythonEnvironment,
  packages: lockedEnvironment,
  lock: lockPackages,
};

const stepWords: Readonly<Record<PythonProgress["step"], Text>> = {
  interpreter: { en: "an interpreter of its own", ru: "создаётся отдельный интерпретатор" },
  libraries: { en: "its libraries are installed", ru: "устанавливаются библиотеки" },
  packages: { en: "the module's packages are installed", ru: "устанавливаются пакеты модуля" },
  lock: {
    en: "the module's packages are looked up in the registry",
    ru: "подбираются пакеты модуля в реестре",
  },
};

const lockingKey = ({ module, packages }: DeclaredPackages): string =>
  JSON.stringify([
    module,
    ...packages.map(({ name, version }) => `${canonicalPackage(name)}==${version ?? ""}`).toSorted(),
  ]);

/**
 * Makes what the scripts of looks run in, where it is not there yet, and finds out what declared packages come to. It takes the
 * network and a process's environment, which the children that look at data have not, and longer than a request may. A draft is
 * nobody's decision but its author's: nothing of it is fetched before the administrator's policy has been asked.
 */
export function pythonPreparation(
  folder: string,
  { makers = makersHere, grace = graceMilliseconds }: { makers?: PythonMakers; grace?: number } = {},
): PythonPreparation {
  const places = longWorks<Place, void>(grace);
  const locks = longWorks<Locking, PackageLock>(grace);
  const closing = new AbortController();
  const lookUps = new Set<Promise<unknown>>();
  const inTurn = atMost(lookedUpAtOnce);

  const base = async (place: Place) => {
    const made = await makers.environment(folder);
    place.isInPackages = true;
    return made;
  };
  const stepOf = ({ isInPackages }: Place, own: PythonProgress["step"]) =>
    isInPackages ? own : (environmentStep(folder) ?? "interpreter");
  const progressOf = (work: LongWork<Place, unknown>, own: PythonProgress["step"]): PythonProgress => ({
    step: stepOf(work.about, own),
    packages: work.about.count,
    since: work.since.toISOString(),
    seconds: Math.max(0, Math.round((systemClock.now().getTime() - work.since.getTime()) / 1000)),
  });
  /** What it came to. @throws AppError `python-preparing` where it goes on, and why it failed */
  const madeBy = <Made>(work: LongWork<Place, Made>, own: PythonProgress["step"]): Made => {
    if (work.outcome && "error" in work.outcome) throw work.outcome.error;
    if (work.outcome) return work.outcome.made;
    const progress = progressOf(work, own);
    throw new AppError("python-preparing", {
      preparation: work.id,
      ...progress,
      ...stepWords[progress.step],
    });
  };

  return {
    folder,
    ready: async ({ lock }, policy, waitedFor) => {
      if (!policy.allowUnsandboxed && !(await makers.hasJail())) throw new AppError("python-sandbox-missing");
      if (lock) assertAllowed(lock.packages, policy.allowedPackages);
      const make = async (place: Place): Promise<void> => {
        const made = await base(place);
        if (lock) await makers.packages(folder, made, lock);
      };
      const about: Place = { count: lock?.packages.length ?? 0, isInPackages: false };
      madeBy(await places.ask(lock ? lockKey(lock) : "", about, make, waitedFor), "packages");
    },
    lock: async (declared, policy, waitedFor) => {
      assertAllowed(declared.packages, policy.allowedPackages);
      const make = async (locking: Locking) => {
        const made = await base(locking);
        const lookUp = inTurn(() => makers.lock(made, declared.packages, closing.signal));
        lookUps.add(lookUp);
        return lookUp.finally(() => lookUps.delete(lookUp));
      };
      const about: Locking = { ...declared, count: declared.packages.length, isInPackages: false };
      const found = madeBy(await locks.ask(lockingKey(declared), about, make, waitedFor), "lock");
      // What they bring along is known only now.
      assertAllowed(found.packages, policy.allowedPackages);
      return found;
    },
    locking: (module) => {
      const work = locks.find(({ about, isTold }) => about.module === module && !isTold);
      return work && { id: work.id, packages: work.about.packages };
    },
    progress: (id) => {
      const place = places.find((work) => work.id === id);
      const lock = locks.find((work) => work.id === id);
      if (place && !place.outcome) return progressOf(place, "packages");
      return lock && !lock.outcome ? progressOf(lock, "lock") : undefined;
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(lookUps);
    },
  };
}
