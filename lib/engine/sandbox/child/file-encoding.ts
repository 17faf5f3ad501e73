import { isUtf8 } from "node:buffer";
import chardet from "chardet";

/** Encodings that the detector may answer; a person may name any that the platform decodes. */
const detectable = new Set([
  "utf-16le",
  "utf-16be",
  "windows-1251",
  "windows-1252",
  "windows-1250",
  "koi8-r",
  "iso-8859-1",
  "iso-8859-2",
  "iso-8859-5",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "big5",
  "gb18030",
]);

/** Below this the detector guesses; a wrong guess would publish broken texts, so a person is asked. */
const leastConfidence = 25;

/** Cuts a sample before a character that its end splits. */
export function wholeUtf8(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

/** The share of non-ASCII bytes that stand in valid UTF-8 characters. */
function utf8Share(bytes: Buffer): number {
  const high = bytes.reduce((n, b) => n + (b >= 0x80 ? 1 : 0), 0);
  if (high === 0) return 1;
  const decoded = bytes.toString("utf8");
  let invalid = 0;
  for (const char of decoded) if (char === "\ufffd") invalid++;
  return 1 - invalid / high;
}

export function byteOrderMark(
  bytes: Buffer,
): { readonly encoding: string; readonly length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return undefined;
}

/** The encoding of a text that begins with these bytes. What is mostly UTF-8 stays UTF-8, so that its faults are reported. */
export function guessEncoding(sample: Buffer): string {
  const mark = byteOrderMark(sample);
  if (mark) return mark.encoding;
  const whole = wholeUtf8(sample);
  if (isUtf8(whole) && !whole.includes(0)) return "utf-8";
  if (utf8Share(whole) > 0.5) return "utf-8";
  const high = whole.reduce((n, b) => n + (b >= 0x80 ? 1 : 0), 0);
  // A few stray bytes tell nothing about an alphabet.
  if (high < 8 && !whole.includes(0)) return "utf-8";
  for (const { name, confidence } of chardet.analyse(whole)) {
    const encoding = name.toLowerCase();
    if (detectable.has(encoding) && confidence >= leastConfidence) return encoding;
  }
  return "utf-8";
}

/** Whether the platform decodes an encoding that a person named. */
export function isKnownEncoding(encoding: string): boolean {
  try {
    new TextDecoder(encoding);
    return true;
  } catch {
    return false;
  }
}
