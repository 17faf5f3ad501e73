-- AlterTable
ALTER TABLE "version_copy" ADD COLUMN     "tellTriedAt" TIMESTAMPTZ(3);
