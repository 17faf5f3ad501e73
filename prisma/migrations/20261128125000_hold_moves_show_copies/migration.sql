-- AlterTable
ALTER TABLE "store_move" ADD COLUMN     "holdToken" TEXT;

-- AlterTable
ALTER TABLE "version_copy" ADD COLUMN     "showFailure" TEXT,
ADD COLUMN     "showTriedAt" TIMESTAMPTZ(3),
ADD COLUMN     "shownAt" TIMESTAMPTZ(3);

-- Copies of runs that said that a store did not show one are shown anew: showing one that is shown changes nothing.
UPDATE "version_copy" c SET "shownAt" = v."createdAt" FROM "version" v
WHERE v."id" = c."versionId"
  AND NOT EXISTS (SELECT 1 FROM "run_event" e WHERE e."runId" = v."runId" AND e."message" = 'store-left-behind');
