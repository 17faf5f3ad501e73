-- CreateTable
CREATE TABLE "checkpoint" (
    "id" TEXT NOT NULL,
    "moduleId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "tables" INTEGER NOT NULL,
    "columns" INTEGER NOT NULL,
    "baseRevision" INTEGER,
    "editors" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ordinal" SERIAL NOT NULL,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "editor_presence" (
    "moduleId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "editor" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "editor_presence_pkey" PRIMARY KEY ("moduleId","userId","editor")
);

-- CreateTable
CREATE TABLE "checkpoint_artefact" (
    "checkpointId" TEXT NOT NULL,
    "moduleId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "checkpoint_artefact_pkey" PRIMARY KEY ("checkpointId","name")
);

-- CreateIndex
CREATE UNIQUE INDEX "checkpoint_ordinal_key" ON "checkpoint"("ordinal");

-- CreateIndex
CREATE INDEX "checkpoint_moduleId_ordinal_idx" ON "checkpoint"("moduleId", "ordinal");

-- CreateIndex
CREATE INDEX "editor_presence_seenAt_idx" ON "editor_presence"("seenAt");

-- CreateIndex
CREATE INDEX "checkpoint_artefact_moduleId_name_idx" ON "checkpoint_artefact"("moduleId", "name");

-- AddForeignKey
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_moduleId_fkey" FOREIGN KEY ("moduleId") REFERENCES "module"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "editor_presence" ADD CONSTRAINT "editor_presence_moduleId_fkey" FOREIGN KEY ("moduleId") REFERENCES "module"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkpoint_artefact" ADD CONSTRAINT "checkpoint_artefact_checkpointId_fkey" FOREIGN KEY ("checkpointId") REFERENCES "checkpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkpoint_artefact" ADD CONSTRAINT "checkpoint_artefact_moduleId_name_fkey" FOREIGN KEY ("moduleId", "name") REFERENCES "artefact"("moduleId", "name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma schema cannot say.

CREATE TRIGGER checkpoint_immutable BEFORE UPDATE ON "checkpoint"
  FOR EACH ROW EXECUTE FUNCTION etlx_refuse_change();
