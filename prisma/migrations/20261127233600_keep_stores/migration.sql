-- AlterTable
ALTER TABLE "version" ADD COLUMN     "keptAt" TIMESTAMPTZ(3),
ADD COLUMN     "keptBy" TEXT,
ADD COLUMN     "filesRemovedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "version_copy" ADD COLUMN     "removedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "retention" (
    "place" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "changedBy" TEXT,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "carriedOutAt" TIMESTAMPTZ(3),

    CONSTRAINT "retention_pkey" PRIMARY KEY ("place")
);

-- CreateTable
CREATE TABLE "store_orphan" (
    "store" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "module" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "store_orphan_pkey" PRIMARY KEY ("store","runId")
);

-- CreateTable
CREATE TABLE "store_move" (
    "id" TEXT NOT NULL,
    "fromStore" TEXT NOT NULL,
    "toStore" TEXT NOT NULL,
    "module" TEXT,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "requestedBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "store_move_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "store_move_fromStore_idx" ON "store_move"("fromStore");

-- CreateIndex
CREATE INDEX "store_move_toStore_idx" ON "store_move"("toStore");
