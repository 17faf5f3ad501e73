import { createHash, randomBytes } from "node:crypto";
import { newId } from "#lib/kernel";
import { keyBytes, seal, unseal } from "./envelope.ts";
import { deriveMaterial, hkdfSha256 } from "./material.ts";

/** Derived key material of linkage domains; shaped as the pipeline's port. */
export interface DomainKeys {
  /** 32 bytes: HKDF-SHA-256 of the domain's key, with the purpose as info. */
  material(domain: string, purpose: string): Promise<Uint8Array>;
  /** The id of the key a domain uses now. */
  keyId(domain: string): Promise<string>;
}

interface DomainKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** Asks for a domain's key once: all of a run uses one key, whatever is rotated meanwhile. */
function keysFrom(load: (domain: string) => Promise<DomainKey>): DomainKeys {
  const loaded = new Map<string, Promise<DomainKey>>();
  const of = (domain: string): Promise<DomainKey> => {
    const known = loaded.get(domain);
    if (known !== undefined) return known;
    const loading = load(domain);
    loaded.set(domain, loading);
    loading.catch(() => loaded.delete(domain));
    return loading;
  };
  return {
    material: async (domain, purpose) => deriveMaterial((await of(domain)).key, purpose),
    keyId: async (domain) => (await of(domain)).id,
  };
}

interface WrappedKey {
  readonly id: string;
  readonly wrapped: Uint8Array;
}

/** Where wrapped keys are kept: the records' repository of domains fits. */
export interface WrappedKeyRepository {
  activeKey(domain: string): Promise<WrappedKey | undefined>;
  addFirstKey(domain: string, key: WrappedKey): Promise<WrappedKey>;
}

const keyContext = (domain: string, id: string) => `domain-key ${domain} ${id}`;

/** A new wrapped key for a domain, for its first use or a rotation. */
export function newDomainKey(masterKey: Uint8Array, domain: string): WrappedKey {
  const id = newId();
  return { id, wrapped: seal(masterKey, randomBytes(keyBytes), keyContext(domain, id)) };
}

/** Whose keys a run takes. */
export interface KeyHolder {
  /** The module's name: its own domains begin with it. */
  readonly module: string;
  /** Domains shared with others to which a database administrator has admitted it. */
  readonly admitted: ReadonlySet<string>;
}

/**
 * The domain whose keys a module gets where its document names one. A domain that is not its own and to which nobody has
 * admitted it is a domain of its own beside the shared one: what it publishes joins within itself and with nobody else.
 */
export const domainFor = ({ module, admitted }: KeyHolder, domain: string): string =>
  domain.startsWith(`${module}/`) || admitted.has(domain) ? domain : `${module}/shared/${domain}`;

/** Material of a key that a version was made under, retired ones too. @throws AppError `ciphertext-invalid` */
export const materialOf = (
  masterKey: Uint8Array,
  key: WrappedKey & { readonly domain: string },
  purpose: string,
): Uint8Array => deriveMaterial(unseal(masterKey, key.wrapped, keyContext(key.domain, key.id)), purpose);

/** A module's keys: wrapped by the master key, made at a domain's first use. */
export function databaseKeys(
  masterKey: Uint8Array,
  domains: WrappedKeyRepository,
  holder: KeyHolder,
): DomainKeys {
  return keysFrom(async (named) => {
    const domain = domainFor(holder, named);
    const active =
      (await domains.activeKey(domain)) ??
      (await domains.addFirstKey(domain, newDomainKey(masterKey, domain)));
    return { id: active.id, key: unseal(masterKey, active.wrapped, keyContext(domain, active.id)) };
  });
}

/** Keys of the command line: every domain's is derived from one key, and its id names that key without revealing it. */
export function derivedKeys(masterKey: Uint8Array): DomainKeys {
  return keysFrom(async (domain) => {
    const key = hkdfSha256(masterKey, new Uint8Array(0), `etlx/1/domain/${domain}`, keyBytes);
    const id = createHash("sha256").update("etlx/1/key-id").update(key).digest("hex").slice(0, 16);
    return { id, key };
  });
}

/** Keys of a trial: gone with the process, so that nobody builds a dictionary of real pseudonyms by trying. */
export function throwAwayKeys(): DomainKeys {
  return derivedKeys(randomBytes(keyBytes));
}
