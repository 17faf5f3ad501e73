export {
  type DomainKeys,
  databaseKeys,
  derivedKeys,
  domainFor,
  type KeyHolder,
  materialOf,
  newDomainKey,
  throwAwayKeys,
  type WrappedKeyRepository,
} from "./domain-keys.ts";
export { decryptStream, encryptToFile, newFileKey, unwrapFileKey } from "./file-encryption.ts";
export { createKeyFile, readKeyFile } from "./key-file.ts";
export { type MasterKeyWitness, openMasterKey } from "./master-key.ts";
export { sealText, unsealText } from "./sealed-text.ts";
export { type Secrets, sealSecrets, unsealSecrets } from "./secrets.ts";
export {
  type ArtefactContent,
  type SealedArtefact,
  sealArtefact,
  unsealArtefact,
} from "./value-artefacts.ts";
