/** The bootstrap's door for other rooms: the command line starts the embedded PostgreSQL without the rest. */
export { startEmbeddedPostgres } from "./embedded-postgres.mjs";
export { exitWith, Problem } from "./problem.mjs";
export { dataFolderOf, projectFolder } from "./project.mjs";
