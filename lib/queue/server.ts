export type { JobName, JobPayload } from "./jobs.ts";
export { type JobContext, openQueue, type Queue, type QueueOptions } from "./queue.ts";
