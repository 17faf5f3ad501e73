import { AsyncLocalStorage } from "node:async_hooks";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { config, makePrivateFolder } from "#lib/config/server";
import { AppError, newId } from "#lib/kernel";
import { completeUpload, createUpload, perform, resumeUpload } from "#lib/operations/server";
import { asAppError, errorResponse } from "./error-answer.ts";
import { assertOwnOrigin, type WebRequest, webRequest } from "./request.ts";

/** The protocol's server calls back without our request; this carries it. */
const current = new AsyncLocalStorage<WebRequest>();

function asked(): WebRequest {
  const request = current.getStore();
  if (request === undefined) throw new AppError("not-signed-in");
  return request;
}

let made: Promise<Server> | undefined;

async function tusServer(): Promise<Server> {
  const { data, uploads } = config();
  const folder = await makePrivateFolder(data.uploads);
  return new Server({
    path: "/api/uploads",
    datastore: new FileStore({ directory: folder }),
    maxSize: uploads.maxBytes,
    relativeLocation: true,
    respectForwardedHeaders: false,
    allowedOrigins: [],
    disableTerminationForFinishedUploads: true,
    namingFunction: () => newId(),
    onIncomingRequest: async (request, id) => {
      // A creation's id is new; the hook below asks for its permission.
      if (request.method !== "POST") await perform(resumeUpload, asked(), { id });
    },
    onUploadCreate: async (_request, upload) => {
      const fileName = path.basename(upload.metadata?.filename ?? "file").slice(0, 255) || "file";
      if (upload.size === undefined) throw new AppError("request-invalid", { detail: "Upload-Length" });
      await perform(createUpload, asked(), { id: upload.id, fileName, bytes: upload.size });
      return {};
    },
    onUploadFinish: async (_request, upload) => {
      await perform(completeUpload, asked(), { id: upload.id, bytes: upload.size ?? upload.offset });
      return {};
    },
    onResponseError: async (_request, error) => {
      if (!(error instanceof AppError)) return undefined;
      const response = errorResponse(asAppError(error));
      return { status_code: response.status, body: await response.text() };
    },
  });
}

/** Resumable uploads, in pieces, by the tus protocol; only into our folder, only by who may, only their own. */
export async function uploadsRoute(request: Request): Promise<Response> {
  try {
    assertOwnOrigin(request);
    const who = await webRequest(request.headers, request.signal);
    if (who.actor === undefined) throw new AppError("not-signed-in");
    made ??= tusServer().catch((error) => {
      made = undefined;
      throw error;
    });
    const server = await made;
    return await current.run(who, () => server.handleWeb(request));
  } catch (error) {
    return errorResponse(error);
  }
}
