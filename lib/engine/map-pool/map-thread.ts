import { parentPort } from "node:worker_threads";
import { findAnonymizer, type MapValue, mapFormOf } from "#lib/anonymizers";
import type { MapJob, MapReply, MapRequest } from "./map-job.ts";

/** Entry of a thread that applies map forms: no engine, no files but its compiled code, no environment; one job at a time. */

let key: Uint8Array | undefined;
let apply: Promise<MapValue> | undefined;

async function open(job: MapJob, given: Uint8Array): Promise<MapValue> {
  const rule = findAnonymizer(job.rule);
  const params = rule?.params.parse(job.params);
  const form = rule && mapFormOf(rule, params, job.type);
  if (!form) throw new TypeError(`${job.rule} has no map form`);
  return form.open({ params, type: job.type, key: given });
}

async function answer(request: MapRequest): Promise<MapReply | undefined> {
  if (request.kind === "map") {
    try {
      if (!apply) throw new TypeError("no job is open");
      return { values: request.values.map(await apply) };
    } catch (error) {
      // A message may hold the value: only the error's class leaves.
      return { failure: error instanceof Error ? error.name : "Error" };
    }
  }
  key?.fill(0);
  key = request.kind === "open" ? request.key : undefined;
  apply = request.kind === "open" ? open(request.job, request.key) : undefined;
  // Reported by the first `map`.
  apply?.catch(() => undefined);
  return undefined;
}

let last: Promise<unknown> = Promise.resolve();
parentPort?.on("message", (request: MapRequest) => {
  last = last.then(async () => {
    const reply = await answer(request);
    if (reply) parentPort?.postMessage(reply);
  });
});
