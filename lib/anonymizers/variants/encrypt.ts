import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { defineAnonymizer } from "../definition.ts";
import { domainParam } from "../domain-param.ts";
import { text } from "../texts.ts";

const outputs = ["base64url", "hex"] as const;

interface Parameters {
  readonly output: (typeof outputs)[number];
  readonly domain?: string | undefined;
}

const blockBytes = 16;
const endMark = 0x80;

/** ISO/IEC 7816-4: lengths show in steps of 16 bytes only. */
function padded(plain: Uint8Array): Uint8Array {
  const out = new Uint8Array((Math.floor(plain.length / blockBytes) + 1) * blockBytes);
  out.set(plain);
  out[plain.length] = endMark;
  return out;
}

const unpadded = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.lastIndexOf(endMark));

/** Bytes at once: a call takes only so many arguments. */
const slice = 8_192;

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += slice) {
    binary += String.fromCharCode(...bytes.subarray(at, at + slice));
  }
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const fromBase64url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const cipherOf = async (key: Uint8Array) => {
  const [{ aessiv }, { bytesToHex, hexToBytes }] = await Promise.all([
    import("@noble/ciphers/aes.js"),
    import("@noble/ciphers/utils.js"),
  ]);
  return {
    // An instance encrypts once.
    cipher: () => aessiv(key),
    write: { base64url, hex: bytesToHex },
    read: { base64url: fromBase64url, hex: hexToBytes },
  };
};

/** AES-SIV (RFC 5297) of the canonical value without a nonce: equal values stay equal, and the key's owner can read them. */
export const encrypt = defineAnonymizer({
  id: "encrypt",
  version: 1,
  accepts: columnTypeNames,
  returns: "string",
  properties: { deterministic: true, keyed: true, reversible: true, unique: "preserved", nulls: "kept" },
  params: z.strictObject({
    output: z
      .enum(outputs)
      .default("base64url")
      .meta({ label: text("Form", "Вид") }),
    domain: domainParam(),
  }),
  map: {
    open: async ({ key, params }: { key: Uint8Array; params: Parameters }) => {
      const { cipher, write } = await cipherOf(key);
      const encoder = new TextEncoder();
      return (value) => write[params.output](cipher().encrypt(padded(encoder.encode(value))));
    },
    invert: async ({ key, params }: { key: Uint8Array; params: Parameters }) => {
      const { cipher, read } = await cipherOf(key);
      const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      return (published) => {
        try {
          return decoder.decode(unpadded(cipher().decrypt(read[params.output](published))));
        } catch {
          // Not of this key, or no ciphertext at all.
          return null;
        }
      };
    },
  },
  loss: () => 0.5,
  technique: { dpv: "Encryption", etlx: "encrypt", label: text("Encryption", "Шифрование") },
  docs: {
    title: text("Encrypt", "Зашифровать"),
    summary: text(
      "Encrypts the value so that equal ones stay equal, and a database administrator can read one again with a reason. In a shared domain the value comes back in the domain's form, such as names in small letters.",
      "Шифрует значение так, что равные остаются равными, а администратор баз данных может с обоснованием восстановить его. В общем домене значение вернётся в форме домена, например имя строчными буквами.",
    ),
    risk: text(
      "Whoever has the key reads everything. How often a value occurs shows, its length in steps of 16 bytes.",
      "Владелец ключа прочитает всё. Видны частота значений и длина с шагом в 16 байт.",
    ),
    examples: [
      { input: "Ivan Petrov" },
      { params: { output: "hex" }, type: "integer", input: "4711" },
      { input: "" },
      { input: null, output: null },
    ],
  },
});
