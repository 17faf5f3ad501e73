-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "pythonPackages" TEXT,
ADD COLUMN     "pythonUnsandboxed" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "script_output" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "column" TEXT,
    "bytes" BIGINT NOT NULL,
    "isCut" BOOLEAN NOT NULL,
    "line" INTEGER,
    "sealed" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "script_output_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "script_output_runId_createdAt_idx" ON "script_output"("runId", "createdAt");

-- AddForeignKey
ALTER TABLE "script_output" ADD CONSTRAINT "script_output_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
