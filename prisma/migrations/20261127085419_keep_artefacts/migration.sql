-- CreateTable
CREATE TABLE "artefact" (
    "moduleId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "keptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artefact_pkey" PRIMARY KEY ("moduleId","name")
);

-- CreateTable
CREATE TABLE "revision_artefact" (
    "revisionId" TEXT NOT NULL,
    "moduleId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "revision_artefact_pkey" PRIMARY KEY ("revisionId","name")
);

-- CreateIndex
CREATE INDEX "artefact_keptAt_idx" ON "artefact"("keptAt");

-- CreateIndex
CREATE INDEX "revision_artefact_moduleId_name_idx" ON "revision_artefact"("moduleId", "name");

-- AddForeignKey
ALTER TABLE "artefact" ADD CONSTRAINT "artefact_moduleId_fkey" FOREIGN KEY ("moduleId") REFERENCES "module"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision_artefact" ADD CONSTRAINT "revision_artefact_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision_artefact" ADD CONSTRAINT "revision_artefact_moduleId_name_fkey" FOREIGN KEY ("moduleId", "name") REFERENCES "artefact"("moduleId", "name") ON DELETE RESTRICT ON UPDATE CASCADE;
