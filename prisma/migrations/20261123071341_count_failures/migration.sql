-- AlterTable
ALTER TABLE "run" ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0;
