-- AlterTable
ALTER TABLE "review" ADD COLUMN     "environment" TEXT;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "environment" TEXT;

-- AlterTable
ALTER TABLE "run_trigger" ADD COLUMN     "environment" TEXT;

-- AlterTable
ALTER TABLE "version" ADD COLUMN     "environment" TEXT;

-- CreateTable
CREATE TABLE "environment" (
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "createdBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "environment_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "environment_binding" (
    "environment" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "place" TEXT NOT NULL,

    CONSTRAINT "environment_binding_pkey" PRIMARY KEY ("environment","kind","name")
);

-- CreateIndex
CREATE INDEX "environment_binding_kind_place_idx" ON "environment_binding"("kind", "place");

-- AddForeignKey
ALTER TABLE "environment_binding" ADD CONSTRAINT "environment_binding_environment_fkey" FOREIGN KEY ("environment") REFERENCES "environment"("name") ON DELETE RESTRICT ON UPDATE CASCADE;
