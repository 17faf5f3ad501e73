-- AlterTable
ALTER TABLE "store_orphan" ADD COLUMN     "cleanUp" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "failure" TEXT,
ADD COLUMN     "failedAt" TIMESTAMPTZ(3);
