import { perform, readVersionMetadata } from "#lib/operations/server";
import { errorResponse } from "./error-answer.ts";
import { metadataAnswer } from "./metadata-answer.ts";
import { askedEnvironment, downloadRequest } from "./request.ts";
import type { Route } from "./route-for.ts";

const documents = {
  jsonLd: { mediaType: "application/ld+json", file: "metadata.jsonld" },
  croissant: {
    mediaType: 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
    file: "croissant.json",
  },
} as const;

/** A metadata document of a version, byte for byte as it was published. */
export function versionMetadataRoute(document: keyof typeof documents): Route {
  return async (request, { params }) => {
    try {
      const { name, number } = await params;
      const asked = await downloadRequest(request.headers, request.signal);
      const input = { module: name, number, ...askedEnvironment(request) };
      const metadata = await perform(readVersionMetadata, asked, input);
      const { mediaType, file } = documents[document];
      const location = `/modules/${name}/versions/${metadata.number}/${file}`;
      return metadataAnswer(request, { text: metadata[document], mediaType, location });
    } catch (error) {
      return errorResponse(error);
    }
  };
}
