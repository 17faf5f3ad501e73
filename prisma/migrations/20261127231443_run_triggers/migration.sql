-- AlterTable
ALTER TABLE "run" ADD COLUMN     "cause" TEXT,
ADD COLUMN     "parameters" TEXT;

-- CreateTable
CREATE TABLE "run_trigger" (
    "id" TEXT NOT NULL,
    "moduleId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "nextAt" TIMESTAMPTZ(3),
    "decidedUntil" TIMESTAMPTZ(3),
    "tokenHash" TEXT,
    "alertSecret" BYTEA,
    "pausedAt" TIMESTAMPTZ(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "run_trigger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trigger_upstream" (
    "triggerId" TEXT NOT NULL,
    "moduleId" TEXT NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "trigger_upstream_pkey" PRIMARY KEY ("triggerId","moduleId")
);

-- CreateTable
CREATE TABLE "trigger_tick" (
    "id" TEXT NOT NULL,
    "triggerId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "plannedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "isPatient" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "others" INTEGER NOT NULL DEFAULT 0,
    "parameters" TEXT NOT NULL DEFAULT '{}',
    "cause" TEXT NOT NULL,
    "runId" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lateAlertedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "trigger_tick_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "module" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "runId" TEXT,
    "plannedAt" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_delivery" (
    "id" TEXT NOT NULL,
    "triggerId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "alert_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_trigger_moduleId_idx" ON "run_trigger"("moduleId");

-- CreateIndex
CREATE INDEX "run_trigger_nextAt_idx" ON "run_trigger"("nextAt");

-- CreateIndex
CREATE INDEX "trigger_upstream_moduleId_idx" ON "trigger_upstream"("moduleId");

-- CreateIndex
CREATE INDEX "trigger_tick_triggerId_plannedAt_idx" ON "trigger_tick"("triggerId", "plannedAt");

-- CreateIndex
CREATE INDEX "trigger_tick_state_idx" ON "trigger_tick"("state");

-- CreateIndex
CREATE UNIQUE INDEX "trigger_tick_triggerId_key_key" ON "trigger_tick"("triggerId", "key");

-- CreateIndex
CREATE INDEX "alert_userId_readAt_idx" ON "alert"("userId", "readAt");

-- CreateIndex
CREATE INDEX "alert_delivery_nextAt_idx" ON "alert_delivery"("nextAt");

-- CreateIndex
CREATE INDEX "alert_delivery_triggerId_at_idx" ON "alert_delivery"("triggerId", "at");

-- AddForeignKey
ALTER TABLE "run_trigger" ADD CONSTRAINT "run_trigger_moduleId_fkey" FOREIGN KEY ("moduleId") REFERENCES "module"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger_upstream" ADD CONSTRAINT "trigger_upstream_triggerId_fkey" FOREIGN KEY ("triggerId") REFERENCES "run_trigger"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger_upstream" ADD CONSTRAINT "trigger_upstream_moduleId_fkey" FOREIGN KEY ("moduleId") REFERENCES "module"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger_tick" ADD CONSTRAINT "trigger_tick_triggerId_fkey" FOREIGN KEY ("triggerId") REFERENCES "run_trigger"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
