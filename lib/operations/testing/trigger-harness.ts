import type { z } from "zod";
import { type TriggerSettings, triggerSettingsSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { hashOf, testManifest, testReports } from "#lib/testing";
import { type TestServices, testServices } from "#lib/testing/server";
import type { Actor, OpenOperation, Operation } from "../core/operation.ts";
import { perform } from "../core/perform.ts";
import type { Services } from "../core/services.ts";
import { currentHash } from "../reviews/approval.ts";
import { approveRevision } from "../reviews/approve-revision.ts";
import { advanceTriggers } from "../triggers/advance-triggers.ts";
import { saveTrigger } from "../triggers/save-trigger.ts";

export async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  return error;
}

export const settings = (over: Record<string, unknown>): TriggerSettings => triggerSettingsSchema.parse(over);
export const schedule = (over: Record<string, unknown> = {}) =>
  settings({ kind: "schedule", cron: "0 3 * * *", timeZone: "Europe/Berlin", ...over });

export interface DocumentParts {
  readonly parameters?: readonly object[];
  /** A module whose newest version it reads. */
  readonly reads?: string;
}

/** Records with three people, modules whose one revision is approved, and a clock that stands where it is put. */
export class TriggerHarness {
  now = new Date();
  readonly records: TestServices;
  readonly engineer: Actor;
  readonly reviewer: Actor;
  readonly administrator: Actor;
  #count = 0;

  private constructor(records: TestServices, people: readonly [Actor, Actor, Actor]) {
    this.records = records;
    [this.engineer, this.reviewer, this.administrator] = people;
  }

  static async open(prefix: string): Promise<TriggerHarness> {
    const records = await testServices(prefix);
    return new TriggerHarness(records, [
      await records.actor("data-engineer"),
      await records.actor("database-administrator"),
      await records.actor("administrator"),
    ]);
  }

  get db() {
    return this.records.services.db;
  }

  get services(): Services {
    const network = { privateHosts: ["127.0.0.1"] };
    return { ...this.records.services, network, clock: { now: () => this.now } };
  }

  ask<I extends z.ZodType, O extends z.ZodType>(
    operation: Operation<I, O> | OpenOperation<I, O>,
    input: z.input<I>,
    actor: Actor | undefined = this.engineer,
  ): Promise<z.output<O>> {
    const signal = AbortSignal.timeout(300_000);
    return perform(operation, { services: this.services, actor, origin: { local: false }, signal }, input);
  }

  /** A module whose one revision is approved; it reads nothing, or another module's versions. */
  async approved(over: DocumentParts = {}): Promise<string> {
    this.#count += 1;
    const name = `module-${this.#count + 100}`;
    const document = this.#document(name, over);
    await this.db.modules.create({ name, document, createdBy: this.engineer.userId });
    const authorId = this.engineer.userId;
    await this.db.revisions.save({ module: name, etag: 1, contentHash: "", authorId });
    await this.approve(name);
    return name;
  }

  #document(name: string, { parameters = [], reads }: DocumentParts) {
    const sources = reads === undefined ? [] : [{ name: "upstream", ref: `module:${reads}@latest` }];
    const extraction = { language: "sql", source: "upstream", script: "select id from patient" };
    const used = parameters.length > 0 ? ", $region as region" : "";
    return {
      "@type": "DataModule",
      format: 2,
      name,
      sources,
      ...(parameters.length > 0 ? { parameters } : {}),
      tables: [
        {
          name: "numbers",
          ...(reads === undefined
            ? { transformation: { language: "sql", script: `select 1 as id${used}` } }
            : { extraction }),
          columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
        },
      ],
    };
  }

  /** Another revision of a module, which nobody has approved. */
  async revise(name: string, over: DocumentParts = {}): Promise<void> {
    const draft = await this.db.drafts.get(name);
    const change = { module: name, document: this.#document(name, over), userId: this.engineer.userId };
    const { etag } = await this.db.drafts.save({ ...change, etag: draft?.etag ?? 0 });
    const authorId = this.engineer.userId;
    await this.db.revisions.save({ module: name, etag, contentHash: "", authorId });
  }

  async #latest(name: string) {
    const revision = await this.db.revisions.latest(name);
    if (revision === undefined) throw new Error("no revision");
    return revision;
  }

  /** Approves the newest revision, in an environment or as it is written. */
  async approve(name: string, environment?: string): Promise<void> {
    const revision = await this.#latest(name);
    const contentHash = await currentHash(this.services, revision, environment);
    const asked = { module: name, revision: revision.number, environment, contentHash };
    await this.ask(approveRevision, asked, this.reviewer);
  }

  /** Writes a version of a module, past the pipeline. */
  async publish(name: string, environment?: string): Promise<void> {
    const revision = await this.#latest(name);
    const run = await this.db.runs.create({
      moduleId: revision.moduleId,
      revisionId: revision.id,
      kind: "publication",
      environment,
    });
    const claimed = await this.db.runs.claim(run.id, "w", 1000);
    if (claimed === undefined) throw new Error("not claimed");
    const contentHash = await currentHash(this.services, revision, environment);
    const previous = await this.db.versions.latest(name, environment);
    await this.db.versions.publish(claimed.lease, {
      manifest: {
        ...testManifest(name, run.id, contentHash),
        ...(previous ? { previous: previous.versionId } : {}),
      },
      versionId: hashOf(run.id),
      reports: testReports(run.id, contentHash),
      files: [],
      copies: [],
      extraction: [],
      places: { sources: new Map(), stores: new Map() },
      describe: () => ({ jsonLd: "{}", croissant: "{}" }),
    });
    await this.db.runs.finish(claimed.lease, { state: "succeeded" });
  }

  save(module: string, given: TriggerSettings, id?: string) {
    return this.ask(saveTrigger, { module, name: "nightly", settings: given, ...(id ? { id } : {}) });
  }

  /** One look of a worker; nothing may go wrong in it. */
  look(): Promise<number> {
    return advanceTriggers(this.services, (_id, error) => {
      throw error;
    });
  }
}
