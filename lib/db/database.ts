import { authAdapterOf } from "./auth-adapter.ts";
import { type Access, type Client, createClient } from "./client.ts";
import { type AlertRepository, alertRepository } from "./repositories/alerts.ts";
import { type ArtefactRepository, artefactRepository } from "./repositories/artefacts.ts";
import { type AuditRepository, auditRepository } from "./repositories/audit.ts";
import { type CheckpointRepository, checkpointRepository } from "./repositories/checkpoints.ts";
import { type DomainRepository, domainRepository } from "./repositories/domains.ts";
import { type DraftRepository, draftRepository } from "./repositories/drafts.ts";
import { type EnvironmentRepository, environmentRepository } from "./repositories/environments.ts";
import { type HoldingRepository, holdingRepository } from "./repositories/holdings.ts";
import { type ModuleRepository, moduleRepository } from "./repositories/modules.ts";
import { type PlaceRepository, sourceRepository, storeRepository } from "./repositories/places.ts";
import { type PresenceRepository, presenceRepository } from "./repositories/presences.ts";
import { type QuarantineRepository, quarantineRepository } from "./repositories/quarantines.ts";
import { type RateLimitRepository, rateLimitRepository } from "./repositories/rate-limits.ts";
import { type ReviewRepository, reviewRepository } from "./repositories/reviews.ts";
import { type RevisionRepository, revisionRepository } from "./repositories/revisions.ts";
import { type RunEventRepository, runEventRepository } from "./repositories/run-events.ts";
import { type RunRepository, runRepository } from "./repositories/runs.ts";
import { type ScriptOutputRepository, scriptOutputRepository } from "./repositories/script-outputs.ts";
import { type SeenSchemaRepository, seenSchemaRepository } from "./repositories/seen-schemas.ts";
import { type StoreUpkeepRepository, storeUpkeepRepository } from "./repositories/store-upkeep.ts";
import { type TickRepository, tickRepository } from "./repositories/trigger-ticks.ts";
import { type TriggerRepository, triggerRepository } from "./repositories/triggers.ts";
import { type UploadRepository, uploadRepository } from "./repositories/uploads.ts";
import { type UserRepository, userRepository } from "./repositories/users.ts";
import { type VersionRepository, versionRepository } from "./repositories/versions.ts";
import { type WorkspaceRepository, workspaceRepository } from "./repositories/workspace.ts";
import { createRunListeners, type RunListener } from "./run-listener.ts";

export interface Repositories {
  readonly users: UserRepository;
  readonly sources: PlaceRepository;
  readonly stores: PlaceRepository;
  readonly environments: EnvironmentRepository;
  readonly seenSchemas: SeenSchemaRepository;
  readonly modules: ModuleRepository;
  readonly drafts: DraftRepository;
  readonly artefacts: ArtefactRepository;
  readonly checkpoints: CheckpointRepository;
  readonly presences: PresenceRepository;
  readonly revisions: RevisionRepository;
  readonly reviews: ReviewRepository;
  readonly runs: RunRepository;
  readonly runEvents: RunEventRepository;
  readonly triggers: TriggerRepository;
  readonly ticks: TickRepository;
  readonly alerts: AlertRepository;
  readonly rateLimits: RateLimitRepository;
  readonly versions: VersionRepository;
  readonly holdings: HoldingRepository;
  readonly storeUpkeep: StoreUpkeepRepository;
  readonly domains: DomainRepository;
  readonly uploads: UploadRepository;
  readonly quarantines: QuarantineRepository;
  readonly scriptOutputs: ScriptOutputRepository;
  readonly audit: AuditRepository;
  readonly workspace: WorkspaceRepository;
}

/** The open transaction as the queue's adapter needs it; nothing else may use it. */
export interface QueueTransaction {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>;
}

export interface Transaction extends Repositories {
  readonly queue: QueueTransaction;
}

export interface Database extends Repositories {
  /** All or nothing; the same repositories, on one connection. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Calls back whenever a run has news, from any process. Answers how to stop. */
  onRunNews(listener: RunListener): Promise<() => void>;
  /** The tables of people and sessions, for the sign-in library alone. */
  readonly authAdapter: ReturnType<typeof authAdapterOf>;
  /** Whether the database answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

function repositoriesOn(access: Access): Repositories {
  const { client } = access;
  return {
    users: userRepository(client),
    sources: sourceRepository(client),
    stores: storeRepository(client),
    environments: environmentRepository(access),
    seenSchemas: seenSchemaRepository(access),
    modules: moduleRepository(access),
    drafts: draftRepository(access),
    artefacts: artefactRepository(access),
    checkpoints: checkpointRepository(access),
    presences: presenceRepository(client),
    revisions: revisionRepository(access),
    reviews: reviewRepository(access),
    runs: runRepository(access),
    runEvents: runEventRepository(access),
    triggers: triggerRepository(access),
    ticks: tickRepository(access),
    alerts: alertRepository(client),
    rateLimits: rateLimitRepository(client),
    versions: versionRepository(access),
    holdings: holdingRepository(access),
    storeUpkeep: storeUpkeepRepository(access),
    domains: domainRepository(access),
    uploads: uploadRepository(client),
    quarantines: quarantineRepository(client),
    scriptOutputs: scriptOutputRepository(client),
    audit: auditRepository(client),
    workspace: workspaceRepository(client),
  };
}

/** Waiting for a free connection and for the whole of a transaction, in milliseconds: a publication writes much. */
const transactionLimits = { maxWait: 10_000, timeout: 30_000 };

/** Opens the records. `connections` is the size of the pool. */
export function openDatabase(url: string, { connections = 10 }: { connections?: number } = {}): Database {
  const client = createClient(url, connections);
  const listeners = createRunListeners(url);
  const atomic = <T>(work: (tx: Client) => Promise<T>): Promise<T> =>
    client.$transaction(work, transactionLimits);
  return {
    ...repositoriesOn({ client, atomic }),
    transaction: (work) =>
      atomic((tx) => {
        const inside = repositoriesOn({ client: tx, atomic: (nested) => nested(tx) });
        return work({ ...inside, queue: tx });
      }),
    onRunNews: (listener) => listeners.add(listener),
    authAdapter: authAdapterOf(client),
    ping: async () => {
      try {
        await client.$queryRaw`select 1`;
        return true;
      } catch {
        return false;
      }
    },
    close: async () => {
      await listeners.close();
      await client.$disconnect();
    },
  };
}
