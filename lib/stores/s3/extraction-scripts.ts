import type { ExtractionScript } from "../definition.ts";
import type { S3StoreConfig } from "./definition.ts";

/** How an object is read by DuckDB and by pandas; keys come from the reader's own environment. */
export function scriptsOf(
  config: S3StoreConfig,
  location: string,
  store: string,
): readonly ExtractionScript[] {
  const url = new URL(config.endpoint);
  const secret = [
    "type s3",
    "provider credential_chain",
    `endpoint '${url.host.replaceAll("'", "''")}'`,
    `region '${config.region}'`,
    `use_ssl ${url.protocol === "https:"}`,
    `url_style '${config.pathStyle ? "path" : "vhost"}'`,
  ].join(", ");
  const options = `{"client_kwargs": {"endpoint_url": ${JSON.stringify(config.endpoint)}}}`;
  return [
    {
      language: "sql",
      source: store,
      text: `install httpfs; load httpfs;\ncreate secret (${secret});\nselect * from read_parquet('${location}')\n`,
    },
    {
      language: "python",
      source: store,
      text: `import pandas as pd  # with s3fs; keys from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY\n\nframe = pd.read_parquet(${JSON.stringify(location)}, storage_options=${options})\n`,
    },
  ];
}
