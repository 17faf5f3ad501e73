import { services } from "./services.ts";

/** Whether this process can serve: it has its records. Says no more to whoever asks. */
export async function healthRoute(): Promise<Response> {
  const healthy = await services().then(
    ({ db }) => db.ping(),
    () => false,
  );
  return Response.json(
    { status: healthy ? "ok" : "unavailable" },
    {
      status: healthy ? 200 : 503,
      headers: { "Cache-Control": "no-store" },
    },
  );
}
