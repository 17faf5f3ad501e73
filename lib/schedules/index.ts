export { type ClockChange, clockChanges } from "./clock-changes.ts";
export {
  checkSchedule,
  type DueRuns,
  isTimeZone,
  nextRuns,
  runsBetween,
  type ScheduleField,
  type ScheduleProblem,
} from "./cron.ts";
export { cronWords } from "./cron-words.ts";
export { findCycle, type StartEdge } from "./cycles.ts";
export { dateOf, type RunInstant, readParameter, resolveParameters } from "./parameters.ts";
export {
  type DueDecision,
  decideDue,
  graceMs,
  isLate,
  retryWait,
  type TickTurn,
  turnOf,
} from "./policies.ts";
