import { perform, readModuleMetadata } from "#lib/operations/server";
import { errorResponse } from "./error-answer.ts";
import { metadataAnswer } from "./metadata-answer.ts";
import { downloadRequest } from "./request.ts";
import type { Route } from "./route-for.ts";

/** The catalogue's entry of a module, made when asked for: it changes with every version. */
export const moduleMetadataRoute: Route = async (request, { params }) => {
  try {
    const { name } = await params;
    const asked = await downloadRequest(request.headers, request.signal);
    const { jsonLd } = await perform(readModuleMetadata, asked, { module: name });
    const location = `/modules/${name}/metadata.jsonld`;
    return metadataAnswer(request, { text: jsonLd, mediaType: "application/ld+json", location });
  } catch (error) {
    return errorResponse(error);
  }
};
