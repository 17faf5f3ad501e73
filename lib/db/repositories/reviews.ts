import { z } from "zod";
import { AppError } from "#lib/kernel";
import { type Access, type Client, lockModule } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { documentSchema } from "./modules.ts";
import { decidingStates, editorsOf } from "./revisions.ts";

const stateSchema = z.enum(["requested", ...decidingStates]);
export type ReviewState = z.infer<typeof stateSchema>;

/** A step of a revision's review. The latest decision counts. */
export interface ReviewRecord {
  readonly id: string;
  readonly revisionId: string;
  /** Where a decision counts; absent: as the document is written. */
  readonly environment: string | undefined;
  readonly state: ReviewState;
  readonly reviewerId: string;
  /** Exactly what was approved. */
  readonly approvedHash: string | undefined;
  readonly comment: string;
  readonly acknowledged: readonly string[];
  readonly at: Date;
}

export interface OpenReview {
  readonly revisionId: string;
  readonly module: string;
  readonly revision: number;
  readonly environment: string | undefined;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** What a trigger of a module would publish. */
export interface ApprovedDocument {
  readonly module: string;
  readonly environment: string | undefined;
  readonly document: unknown;
}

export interface Reviewer {
  readonly reviewerId: string;
  /** Set where somebody else is signed in as the reviewer. */
  readonly impersonatedBy?: string;
}

/** A revision, where it would run: each environment has reviews of its own. */
export interface Reviewed {
  readonly revisionId: string;
  readonly environment?: string | undefined;
}

export interface ReviewRepository {
  /** Those of all environments, oldest first. */
  list(revisionId: string): Promise<readonly ReviewRecord[]>;
  /** The decision that counts now, in an environment or as the document is written. */
  decision(revisionId: string, environment?: string): Promise<ReviewRecord | undefined>;
  /** The newest approved revision of each module that is in use, in each environment and as documents are written. */
  newestApproved(): Promise<readonly ApprovedDocument[]>;
  /** Revisions that await a decision. */
  open(): Promise<readonly OpenReview[]>;
  request(
    step: Reviewed & { readonly requestedBy: string; readonly comment?: string },
  ): Promise<ReviewRecord>;
  /**
   * @throws AppError `approval-impersonated`, `approval-by-editor`, `permission-missing`, and `approval-stale` where what the
   * reviewer saw is not what would be approved
   */
  approve(
    decision: Reviewer &
      Reviewed & {
        /** The approval hash as computed now. */
        readonly contentHash: string;
        /** The approval hash that the reviewer was shown. */
        readonly seenHash: string;
        readonly comment?: string;
        readonly acknowledged?: readonly string[];
      },
  ): Promise<ReviewRecord>;
  /** Also takes an approval back. @throws AppError `approval-impersonated`, `permission-missing` */
  requestChanges(decision: Reviewer & Reviewed & { readonly comment: string }): Promise<ReviewRecord>;
  /** @throws AppError `approval-missing`, `approval-stale` */
  assertApproved(revisionId: string, contentHash: string, environment?: string): Promise<ReviewRecord>;
}

interface ReviewRow {
  id: string;
  revisionId: string;
  environment: string | null;
  state: string;
  reviewerId: string;
  approvedHash: string | null;
  comment: string;
  acknowledged: string;
  at: Date;
}

const toReview = (row: ReviewRow): ReviewRecord => ({
  id: row.id,
  revisionId: row.revisionId,
  environment: row.environment ?? undefined,
  state: stateSchema.parse(row.state),
  reviewerId: row.reviewerId,
  approvedHash: row.approvedHash ?? undefined,
  comment: row.comment,
  acknowledged: fromJsonText(z.array(z.string()), row.acknowledged, `review ${row.id}`),
  at: row.at,
});

async function decisionOf(
  client: Client,
  revisionId: string,
  environment: string | undefined,
): Promise<ReviewRecord | undefined> {
  const row = await client.review.findFirst({
    where: { revisionId, environment: environment ?? null, state: { in: [...decidingStates] } },
    orderBy: { ordinal: "desc" },
  });
  return row === null ? undefined : toReview(row);
}

const short = (hash: string | undefined) => (hash ?? "").slice(0, 12);

/** The rule of publication, checked wherever something is about to be published: the database is the last to say yes. */
export async function assertApprovedIn(
  client: Client,
  revisionId: string,
  contentHash: string,
  environment: string | undefined,
): Promise<ReviewRecord> {
  const decision = await decisionOf(client, revisionId, environment);
  if (decision === undefined || decision.state !== "approved") throw new AppError("approval-missing");
  if (decision.approvedHash !== contentHash) {
    const detail = `${short(decision.approvedHash)} → ${short(contentHash)}`;
    throw new AppError("approval-stale", { detail });
  }
  const editors = await editorsOf(client, revisionId, environment);
  if (editors.includes(decision.reviewerId)) throw new AppError("approval-missing");
  return decision;
}

async function assertMayDecide(client: Client, { reviewerId, impersonatedBy }: Reviewer): Promise<void> {
  if (impersonatedBy !== undefined) throw new AppError("approval-impersonated");
  const user = await client.user.findUnique({ where: { id: reviewerId } });
  if (user?.role !== "database-administrator" || user.banned === true) {
    throw new AppError("permission-missing", { permission: "reviews:decide" });
  }
}

/** Takes the module's lock, so that no revision, approval or version of it happens meanwhile. */
async function lockModuleOf(client: Client, revisionId: string): Promise<void> {
  const revision = await client.revision.findUnique({
    where: { id: revisionId },
    select: { moduleId: true },
  });
  if (revision === null) throw new AppError("not-found", { what: "revision", name: revisionId });
  await lockModule(client, revision.moduleId);
}

export function reviewRepository({ client, atomic }: Access): ReviewRepository {
  return {
    list: async (revisionId) => {
      const rows = await client.review.findMany({ where: { revisionId }, orderBy: { ordinal: "asc" } });
      return rows.map(toReview);
    },
    decision: (revisionId, environment) => decisionOf(client, revisionId, environment),
    newestApproved: async () => {
      const rows = await client.$queryRaw<{ module: string; environment: string | null; document: string }[]>`
        with decided as (
          select distinct on ("revisionId", "environment") "revisionId", "environment", "state" from "review"
          where "state" = any(${[...decidingStates]}) order by "revisionId", "environment", "ordinal" desc)
        select distinct on (r."moduleId", d."environment") m."name" as module, d."environment", r."document"
        from decided d join "revision" r on r."id" = d."revisionId" join "module" m on m."id" = r."moduleId"
        where d."state" = 'approved' and m."archivedAt" is null
        order by r."moduleId", d."environment", r."number" desc`;
      return rows.map(({ module, environment, document }) => ({
        module,
        environment: environment ?? undefined,
        document: fromJsonText(documentSchema, document, `revision of ${module}`),
      }));
    },
    open: async () => {
      const revisions = await client.revision.findMany({
        where: { module: { archivedAt: null }, reviews: { some: { state: "requested" } } },
        select: {
          id: true,
          number: true,
          module: { select: { name: true } },
          reviews: { orderBy: { ordinal: "asc" } },
        },
      });
      return revisions.flatMap(({ id, number, module, reviews }) => {
        const last = new Map(reviews.map((step) => [step.environment, step]));
        return [...last.values()]
          .filter(({ state }) => state === "requested")
          .map(({ environment, reviewerId, at }) => ({
            revisionId: id,
            module: module.name,
            revision: number,
            environment: environment ?? undefined,
            requestedBy: reviewerId,
            requestedAt: at,
          }));
      });
    },
    request: ({ revisionId, environment, requestedBy, comment = "" }) =>
      atomic(async (tx) => {
        await lockModuleOf(tx, revisionId);
        return toReview(
          await tx.review.create({
            data: { revisionId, environment, state: "requested", reviewerId: requestedBy, comment },
          }),
        );
      }),
    approve: ({ revisionId, environment, contentHash, seenHash, comment = "", ...given }) =>
      atomic(async (tx) => {
        const { acknowledged = [], ...reviewer } = given;
        await lockModuleOf(tx, revisionId);
        await assertMayDecide(tx, reviewer);
        const editors = await editorsOf(tx, revisionId, environment);
        if (editors.includes(reviewer.reviewerId)) throw new AppError("approval-by-editor");
        if (seenHash !== contentHash) {
          throw new AppError("approval-stale", { detail: `${short(seenHash)} → ${short(contentHash)}` });
        }
        return toReview(
          await tx.review.create({
            data: {
              revisionId,
              environment,
              state: "approved",
              reviewerId: reviewer.reviewerId,
              approvedHash: contentHash,
              comment,
              acknowledged: toJsonText(acknowledged),
            },
          }),
        );
      }),
    requestChanges: ({ revisionId, environment, comment, ...reviewer }) =>
      atomic(async (tx) => {
        await lockModuleOf(tx, revisionId);
        await assertMayDecide(tx, reviewer);
        return toReview(
          await tx.review.create({
            data: {
              revisionId,
              environment,
              state: "changes-requested",
              reviewerId: reviewer.reviewerId,
              comment,
            },
          }),
        );
      }),
    assertApproved: (revisionId, contentHash, environment) =>
      assertApprovedIn(client, revisionId, contentHash, environment),
  };
}
