/** An environment as a part of what is asked; without one nothing is said of it: as the document is written. */
export const inEnvironment = (environment: string | undefined): { readonly environment?: string } =>
  environment === undefined ? {} : { environment };
