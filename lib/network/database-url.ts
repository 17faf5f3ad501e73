import { AppError } from "#lib/kernel";

/** How one kind of database writes its address. */
export interface UrlForm {
  readonly protocols: readonly string[];
  /** As people are shown it. */
  readonly form: string;
  /** The one parameter there may be: how the connection is encrypted. */
  readonly encryption: string;
}

export interface UrlFields {
  readonly host: string;
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: string;
}

/** Reads `protocol://user:password@host:port/database?encryption=…`; throws `source-address-invalid`, which never repeats the text. */
export function readDatabaseUrl(url: string, { protocols, form, encryption }: UrlForm): UrlFields {
  const fail = (detail: string) => new AppError("source-address-invalid", { detail });
  const parsed = URL.parse(url);
  if (!parsed || !protocols.includes(parsed.protocol.slice(0, -1))) throw fail(form);
  if ([...parsed.searchParams.keys()].some((key) => key !== encryption)) throw fail(`?${encryption}=`);
  try {
    return {
      host: parsed.hostname.replace(/^\[|\]$/g, ""),
      ...(parsed.port === "" ? {} : { port: Number(parsed.port) }),
      database: decodeURIComponent(parsed.pathname.slice(1)),
      user: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password),
      ssl: parsed.searchParams.get(encryption) ?? "prefer",
    };
  } catch {
    throw fail("%");
  }
}
