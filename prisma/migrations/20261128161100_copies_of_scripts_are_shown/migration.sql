-- What a script made is what readers see already: nothing of ours shows it. Copies are JSON as we write it, and PostgreSQL reads none with a lone surrogate.
UPDATE "version_copy" c SET "shownAt" = v."createdAt", "showTriedAt" = NULL, "showFailure" = NULL FROM "version" v
WHERE v."id" = c."versionId" AND c."shownAt" IS NULL AND strpos(c."copy", '"by":"script"') > 0;
