-- CreateTable
CREATE TABLE "domain_admission" (
    "domain" TEXT NOT NULL,
    "module" TEXT NOT NULL,
    "admittedBy" TEXT NOT NULL,
    "admittedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_admission_pkey" PRIMARY KEY ("domain","module")
);

-- AddForeignKey
ALTER TABLE "domain_admission" ADD CONSTRAINT "domain_admission_domain_fkey" FOREIGN KEY ("domain") REFERENCES "linkage_domain"("name") ON DELETE RESTRICT ON UPDATE CASCADE;
