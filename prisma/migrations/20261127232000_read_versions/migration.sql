-- CreateTable
CREATE TABLE "run_input" (
    "runId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,

    CONSTRAINT "run_input_pkey" PRIMARY KEY ("runId","source")
);

-- CreateTable
CREATE TABLE "version_watermark" (
    "versionId" TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "version_watermark_pkey" PRIMARY KEY ("versionId","table")
);

-- CreateTable
CREATE TABLE "seen_schema" (
    "source" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "tables" TEXT NOT NULL,

    CONSTRAINT "seen_schema_pkey" PRIMARY KEY ("source","firstSeenAt")
);

-- CreateIndex
CREATE INDEX "run_input_versionId_idx" ON "run_input"("versionId");

-- AddForeignKey
ALTER TABLE "run_input" ADD CONSTRAINT "run_input_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_input" ADD CONSTRAINT "run_input_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_watermark" ADD CONSTRAINT "version_watermark_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

CREATE TRIGGER version_watermark_immutable BEFORE UPDATE ON "version_watermark"
  FOR EACH ROW EXECUTE FUNCTION etlx_refuse_change();
