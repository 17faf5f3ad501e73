-- CreateTable
CREATE TABLE "run_store" (
    "runId" TEXT NOT NULL,
    "store" TEXT NOT NULL,
    "byScript" BOOLEAN NOT NULL,

    CONSTRAINT "run_store_pkey" PRIMARY KEY ("runId","store")
);

-- AddForeignKey
ALTER TABLE "run_store" ADD CONSTRAINT "run_store_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Where scripts wrote before: versions say so themselves.
INSERT INTO "run_store" ("runId", "store", "byScript")
SELECT v."runId", c."store", true
FROM "version_copy" c JOIN "version" v ON v."id" = c."versionId"
WHERE c."copy"::jsonb ->> 'by' = 'script';

-- Runs without a version, where names of documents are those of stores. PostgreSQL reads no JSON with a NUL or half of a character.
INSERT INTO "run_store" ("runId", "store", "byScript")
SELECT DISTINCT r."id", d."document"::jsonb #>> '{upload,script,store}', true
FROM "run" r JOIN "run_stage" s ON s."runId" = r."id" AND s."stage" = 'upload'
JOIN (SELECT "id", "document" FROM "revision" WHERE "document" !~* '\\u(0000|d[89a-f])' OFFSET 0) d ON d."id" = r."revisionId"
WHERE r."environment" IS NULL AND d."document"::jsonb #>> '{upload,script,store}' IS NOT NULL
ON CONFLICT DO NOTHING;

-- AlterTable: withdrawals of before are told to the stores by a worker.
ALTER TABLE "version_copy" ADD COLUMN     "withdrawn" BOOLEAN NOT NULL DEFAULT false;
