export { type JobName, type JobPayload, jobs } from "./jobs.ts";
export { type JobContext, openQueue, type Queue, type QueueOptions } from "./queue.ts";
